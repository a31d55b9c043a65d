import { z } from 'zod';

/** Largest file of an article, in bytes. */
export const mediaMaxBytes = 500_000_000;

/** What must stay in sight where a picture is cropped: percent from its upper left corner. */
export type Focus = { x: number; y: number };

/** A stored file of the library. `alt`, `caption`, `credit`: the words kept with it, or ''. Sizes in pixels, null where unknown. */
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
  caption: string;
  credit: string;
  /** Null: nobody has said, and the middle counts. */
  focus: Focus | null;
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
  createdAt: string;
  uses: number;
};
export type Library = { files: LibraryFile[]; page: number; pages: number; total: number };

/** Files to choose from while somebody writes; `more`: there is a page behind this one. */
export type MediaChoices = { files: MediaView[]; more: boolean };

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

const percent = z
  .number('Say where in percent: a number from 0 to 100.')
  .min(0, 'Say where in percent: a number from 0 to 100.')
  .max(100, 'Say where in percent: a number from 0 to 100.')
  .transform(Math.round);

/** Null: the middle again. */
export const FocusInput = z.object({ x: percent, y: percent }).nullable();
export type FocusInput = z.infer<typeof FocusInput>;

export const libraryKindOf = (type: string): LibraryKind =>
  type.startsWith('image/')
    ? 'picture'
    : type.startsWith('audio/')
      ? 'sound'
      : type.startsWith('video/')
        ? 'video'
        : 'other';
