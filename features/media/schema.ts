import { z } from 'zod';

/** Largest file of an article, in bytes. */
export const mediaMaxBytes = 500_000_000;

/** A stored file of the library. `alt`: the words kept for a picture, or ''. Sizes in pixels, null where unknown. */
export type MediaView = {
  fileId: string;
  /** Its address on this site, a path. */
  src: string;
  name: string;
  /** As judged from its bytes. */
  type: string;
  width: number | null;
  height: number | null;
  alt: string;
};

export const libraryKinds = ['picture', 'sound', 'video', 'other'] as const;
export type LibraryKind = (typeof libraryKinds)[number];

/** Files of one page of the library. */
export const libraryEach = 48;

/** What narrows the library; all of it holds. `text`: in the name, its words or its credit. */
export type LibraryFilter = { kind?: LibraryKind; text?: string; unused?: boolean };

/** A file in the library. `uses`: in how many articles and pages it stands now or stood in an earlier version. */
export type LibraryFile = MediaView & {
  kind: LibraryKind;
  bytes: number;
  caption: string;
  credit: string;
  createdAt: string;
  uses: number;
};
export type Library = { files: LibraryFile[]; page: number; pages: number; total: number };

/** Where a file stands: on top of an article, in its newest or its public text, or only in an earlier version. */
export type FileUse = { articleId: number; headline: string; lead: boolean; text: boolean };

const words = (longest: number, what: string) =>
  z
    .string()
    .max(longest, `${what} can have ${longest} characters at most. Shorten it.`)
    .transform((text) => text.replace(/\s+/gu, ' ').trim());

export const FileWords = z.object({
  alt: words(1000, 'The alternative text'),
  caption: words(2000, 'A caption'),
  credit: words(300, 'A credit'),
});
export type FileWords = z.infer<typeof FileWords>;

export const libraryKindOf = (type: string): LibraryKind =>
  type.startsWith('image/')
    ? 'picture'
    : type.startsWith('audio/')
      ? 'sound'
      : type.startsWith('video/')
        ? 'video'
        : 'other';
