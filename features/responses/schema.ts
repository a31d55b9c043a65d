import type { DocumentNode } from '#lib/document/schema';

type ResponseKind = 'comment' | 'trackback' | 'pingback' | 'webmention';

/** One response under an article, as everybody sees it. */
export type ResponseView = {
  id: number;
  kind: ResponseKind;
  parentId: number | null;
  /** Who wrote it; of a linkback, the site it came from. Empty: nobody said. */
  name: string;
  /** The writer's own page, or the address a linkback came from; http(s) only. */
  link: string | null;
  /** The title of the page a linkback came from. */
  title: string;
  body: DocumentNode;
  /** ISO 8601, UTC. */
  at: string;
  replies: ResponseView[];
};

/** The responses under an article: whole threads, oldest first. `total` counts replies too. */
export type ThreadView = { responses: ResponseView[]; total: number; page: number; pages: number };
