import { z } from 'zod';
import { type AttachmentView, ChosenAttachments } from '#features/attachments/schema';
import type { DocumentNode } from '#lib/document/schema';

type ResponseKind = 'comment' | 'trackback' | 'pingback' | 'webmention';

/** One response under an article, as everybody sees it. */
export type ResponseView = {
  id: number;
  kind: ResponseKind;
  parentId: number | null;
  /** Who wrote it; of a linkback, the site it came from. Empty: nobody said. */
  name: string;
  /** The account of who wrote it; null for guests, imported comments and linkbacks. */
  userId: string | null;
  /** Written by somebody of the publication: author, editor, moderator, administrator. */
  staff: boolean;
  /** The writer's own page, or the address a linkback came from; http(s) only. */
  link: string | null;
  /** The title of the page a linkback came from. */
  title: string;
  body: DocumentNode;
  /** ISO 8601, UTC. */
  at: string;
  /** When its writer last changed it; null: never. */
  editedAt: string | null;
  likes: number;
  /** `deleted`: its writer took it back, it stands here for its replies, without name and words. */
  state: 'shown' | 'deleted';
  /** Its writer deleted the account and let the words stand. */
  writerGone: boolean;
  /** Its files, in their order. */
  attachments: AttachmentView[];
  /** Of a linkback, what its source says of itself; null: it is none. */
  linkback: LinkbackView | null;
  replies: ResponseView[];
};

type LinkbackView = {
  kind: 'reply' | 'like' | 'repost' | 'bookmark' | 'mention';
  /** The name of the site it is on; empty: not known. */
  siteName: string;
  /** The face of who wrote it: an address of ours. */
  avatar: string | null;
  /** When it was published there, ISO 8601; null: it does not say. */
  publishedAt: string | null;
};

/** Somebody who liked, reposted or bookmarked an article on a site of their own. */
export type ReactionView = {
  id: number;
  kind: 'like' | 'repost' | 'bookmark';
  /** Empty: nobody said. */
  name: string;
  siteName: string;
  /** Where it stands; http(s) only. */
  link: string | null;
  avatar: string | null;
};

/** In which order the threads under an article stand. Replies always stand oldest first. */
const threadOrders = ['oldest', 'newest', 'liked'] as const;
export type ThreadOrder = (typeof threadOrders)[number];

/** The responses under an article: whole threads. `total` counts replies too, and no likes, reposts and bookmarks. */
export type ThreadView = {
  responses: ResponseView[];
  total: number;
  /** Likes, reposts and bookmarks elsewhere: how many, and on the first page the newest. */
  reactions: { total: number; faces: ReactionView[] };
  /** Linkbacks stand after all other responses. */
  apart: boolean;
  page: number;
  pages: number;
  order: ThreadOrder;
};

/** Longest response, in characters as they are typed. */
export const longestResponse = 10_000;
/** Minutes within which a response may be changed by its writer. */
export const editMinutes = 15;

export const PostResponseInput = z.object({
  articleId: z.coerce.number().int().positive(),
  parentId: z.coerce.number().int().positive().nullish(),
  /** Markdown, as typed. */
  text: z.string(),
  /** Made by the form, the same when it is sent twice: the second time gives the response of the first. */
  submission: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  /** Uploads of the writer's that it takes, in their order. */
  attachments: ChosenAttachments.optional(),
});
export type PostResponseInput = z.infer<typeof PostResponseInput>;

/** A response by itself, with the article it stands under and the page of the thread, oldest first. */
export type FoundResponse = ResponseView & { articleId: number; slug: string; headline: string; page: number };

/** Why somebody reports a response. */
export const reportReasons = ['spam', 'abuse', 'off_topic', 'private', 'illegal', 'other'] as const;
export type ReportReason = (typeof reportReasons)[number];
/** Longest text with a report or an appeal, in characters. */
export const longestNote = 2000;

/** What a writer learns of what they posted. */
export type PostedResponse = {
  response: ResponseView;
  /** `approved`: everybody sees it. `held`: waits for a moderator, only the writer sees it. */
  outcome: 'approved' | 'held';
  /** Key of an interface text that says why it waits; null when it was approved. */
  reason: string | null;
};

/** What the island under an article knows of the reader who is signed in. */
export type MineView = {
  /** Own responses under this article that others do not see (yet), oldest first. */
  held: (ResponseView & { reason: string | null; outcome: 'held' | 'hidden'; canAppeal: boolean })[];
  /** Ids of responses of this article that the reader likes. */
  liked: number[];
  /** Ids of own responses that may still be changed, with the time until when (ISO 8601). */
  editable: { id: number; until: string }[];
  /** Ids of own responses. */
  own: number[];
  follows: boolean;
  /** Accounts whose responses the reader muted. */
  muted: string[];
};
