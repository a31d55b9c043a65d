import { z } from 'zod';

/** Articles that are changed together at most: those of some pages of the list. */
export const mostAtOnce = 200;

/** What can be done with many articles at once. `sectionId` null: out of their section; `on` false: unpinned. */
export type BulkChange =
  | { kind: 'archive' }
  | { kind: 'pin'; on: boolean }
  | { kind: 'section'; sectionId: number | null }
  | { kind: 'tag'; name: string };

/** A list that somebody comes back to; `query` is that of the list's address. */
export type SavedView = { id: number; name: string; query: string };

/** What of a list's address a view keeps. */
export const viewKeys = ['kind', 'status', 'section', 'author', 'q', 'mine', 'sort', 'hits'] as const;

/** Articles that are kept on top of the front page at most. */
export const mostPinned = 12;

/** An article as the page that arranges the front page shows it; `shown`: readers can open it now. */
export type FrontStory = {
  id: number;
  headline: string;
  section: string | null;
  publishedAt: string | null;
  shown: boolean;
};

/** What stands on top in its order, what was found to be put there, and what follows by date. */
export type FrontDesk = { pinned: FrontStory[]; found: FrontStory[]; others: FrontStory[] };

/** What articles are put under. */
export const termKinds = ['section', 'tag', 'author'] as const;
export type TermKind = (typeof termKinds)[number];

/** Terms of one page of their list. Sections are never so many. */
export const termsEach = 100;

/** `about`: the description, or what is said of an author. `link` and `as` are an author's. */
export type TermView = {
  id: number;
  slug: string;
  name: string;
  about: string;
  link: string | null;
  as: 'person' | 'desk' | null;
  /** Of every state. */
  articles: number;
};

export type TermList = { terms: TermView[]; page: number; pages: number; total: number };

const words = (longest: number, what: string) =>
  z
    .string()
    .max(longest, `${what} can have ${longest} characters at most. Shorten it.`)
    .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim());

export const TermInput = z.object({
  name: words(80, 'A name').pipe(z.string().min(1, 'Write a name.')),
  /** Empty: made from the name. */
  slug: z.string().max(200, 'An address can have 200 characters at most. Shorten it.').default(''),
  about: z.string().trim().max(1000, 'This can have 1000 characters at most. Shorten it.').default(''),
  link: z
    .string()
    .trim()
    .max(2000, 'This address is too long.')
    .refine(
      (link) => link === '' || (/^https?:\/\//i.test(link) && URL.canParse(link)),
      'This is not a web address. It begins with https:// and has no spaces in it.',
    )
    .default(''),
  as: z.enum(['person', 'desk']).default('person'),
});
export type TermInput = z.input<typeof TermInput>;

/** Old addresses of one page of their list. */
/** Sources of the list at most, and characters of the name of one. */
export const sourcesShown = 500;
export const longestSource = 200;
/** Whom stories are republished from. `unlicensed`: so many of its stories name no licence. */
export type SourceView = { name: string; articles: number; licences: string[]; hosts: string[]; unlicensed: number };

export const redirectsEach = 100;
export type RedirectList = {
  redirects: { path: string; target: string }[];
  page: number;
  pages: number;
  total: number;
};

export const ViewName = words(60, 'A name').pipe(z.string().min(1, 'Write a name for this list.'));
