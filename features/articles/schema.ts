import { z } from 'zod';
import type { Focus } from '#features/media/schema';
import type { DocumentNode } from '#lib/document/schema';

/** Articles of one page of a list. */
export const pageSize = 24;

export type SectionView = { slug: string; name: string; description: string };
export type TagView = { slug: string; name: string };
export type AuthorView = { slug: string; name: string; kind: 'person' | 'desk'; bio: string; link: string | null };

/** A picture of ours: `src` is `/files/{id}/{name}`; `width` and `height` are its own pixels. */
export type PictureView = {
  src: string;
  width: number;
  height: number;
  alt: string;
  caption: string;
  credit: string;
  /** What stays in sight where it is cropped; without it the middle. */
  focus?: Focus | null;
};

/** Where a syndicated story was first published. Times are ISO 8601 in UTC, here and below. */
export type SourceView = {
  name: string;
  url: string | null;
  author: string | null;
  publishedAt: string | null;
  licence: string | null;
  policy: 'canonical' | 'noindex';
};

/** What a card shows of an article. */
export type CardView = {
  id: number;
  slug: string;
  headline: string;
  deck: string;
  excerpt: string;
  publishedAt: string;
  /** BCP 47; null: the site's. */
  language: string | null;
  section: { slug: string; name: string } | null;
  bylines: { slug: string; name: string }[];
  sourceName: string | null;
  picture: PictureView | null;
  /** Minutes. */
  readingTime: number;
  /** Public responses; likes, reposts and bookmarks of other sites are none. */
  responses: number;
};

export type CorrectionView = { at: string; text: string; mistake: boolean };

export type ArticleView = Omit<CardView, 'sourceName' | 'publishedAt'> & {
  kind: 'article' | 'page';
  /** Null with a page that has no date. */
  publishedAt: string | null;
  updatedAt: string | null;
  tags: TagView[];
  authors: AuthorView[];
  source: SourceView | null;
  corrections: CorrectionView[];
  /** Null while a password is needed to read it. */
  body: DocumentNode | null;
  /** Of pictures in its galleries, by the ids of their files. */
  focuses?: Record<string, Focus>;
  words: number;
  commentsOpen: boolean;
  /** When it stops or stopped to take responses; null or absent: by no date. */
  commentsCloseAt?: string | null;
  pingsOpen: boolean;
  /** Readers may see what was changed since it was published. */
  showsChanges?: boolean;
};

/** One page of a list. Pages are numbered from the oldest, so a full page never changes; `page` `pages` is the newest. */
export type ListView = { cards: CardView[]; page: number; pages: number; total: number };

/** One of the lists that have a page and feeds of their own. */
export type ListName = { kind: 'section' | 'tag' | 'author'; slug: string };

/** An article as feeds carry it: `file` is the lead picture's media type and length in bytes. */
export type FeedArticleView = ArticleView & { file: { type: string; bytes: number } | null };

/** `changedAt`: null where it is not known. */
export type SitemapEntry = { slug: string; changedAt: string | null };

export const UnlockInput = z.object({
  kind: z.enum(['article', 'page']),
  slug: z.string().min(1).max(200),
  password: z.string().min(1).max(200),
});
export type UnlockInput = z.infer<typeof UnlockInput>;
