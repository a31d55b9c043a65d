import type { AttachmentView } from '#features/attachments/schema';
import type { ReportReason } from '#features/responses/schema';
import type { Actor } from '#lib/actor';
import type { DocumentNode } from '#lib/document/schema';

/** Another site that answers an article. What it does is counted by its host, and budgets are spent before (`linkbacks`). */
type Site = {
  kind: 'site';
  host: string;
  /** Of who wrote it there, or of the site. */
  name: string;
  /** The page with the link. */
  source: string;
  /** Named by the operator as one that needs no moderator. */
  trusted: boolean;
};

/** What somebody wants to say, before it is stored. */
export type Submission = {
  actor: Extract<Actor, { kind: 'user' }> | Site;
  articleId: number;
  parentId: number | null;
  /** Markdown, as typed. */
  text: string;
  body: DocumentNode;
  /** How many files are attached to it. */
  files?: number;
  /** HMAC of the writer's network (IPv6: of the /64); null where it is not known. */
  network: string | null;
  /** The address itself, for the external filter alone; never stored here. */
  address: string;
  userAgent: string;
  /** The response that is being changed; null for a new one. */
  editOf: number | null;
};

/** The phases, in the order in which they look at a submission. */
export type PhaseName =
  | 'length'
  | 'staff'
  | 'banned'
  | 'duplicates'
  | 'flood'
  | 'links'
  | 'disallowed_words'
  | 'suspect_words'
  | 'first_time'
  | 'attachments'
  | 'filter'
  | 'external';

/** Every reason a phase can give: a key of the interface texts (`messages/en-moderation.ts`, `why…`). */
export type VerdictReason =
  | 'whyTooLong'
  | 'whyEmpty'
  | 'whyStaff'
  | 'whyBanned'
  | 'whyDuplicate'
  | 'whyFlood'
  | 'whyLinks'
  | 'whyBlockedWord'
  | 'whySuspectWord'
  | 'whyFirstTime'
  | 'whyNewSite'
  | 'whyRejected'
  | 'whyAttachment'
  | 'whyFilterSpam'
  | 'whyFilterUnsure'
  | 'whyExternalSpam'
  | 'whyExternalSkipped';

/** What goes into the sentence of a reason. */
export type VerdictDetail = { count?: number; word?: string; percent?: number; problem?: string };

export type Verdict = {
  phase: PhaseName;
  verdict: 'approve' | 'hold' | 'spam' | 'refuse';
  reason: VerdictReason;
  detail?: VerdictDetail;
};

/** The worst of what the phases said, and all of it in their order. */
export type Judgement = { outcome: 'approve' | 'hold' | 'spam'; verdicts: Verdict[] };

/** What becomes of a response by a moderator's hand. `uphold` answers an appeal: everything stays as it is. */
export type Decision = 'approve' | 'hide' | 'spam' | 'trash' | 'uphold';

/** Where a response stands. `deleted`: its writer took it back. */
export type ResponseState = 'waiting' | 'public' | 'hidden' | 'spam' | 'trash' | 'deleted';

export const queueTabs = ['waiting', 'reported', 'appeals', 'spam', 'recent'] as const;
export type QueueTab = (typeof queueTabs)[number];

/** Longest reason a moderator gives, in characters. */
export const longestReason = 500;

/** What one click did: `stale` names what a colleague or the writer had changed meanwhile, a sentence each. */
export type DecisionOutcome = {
  /** For undoing it, all together. */
  decisionIds: number[];
  decided: number[];
  stale: { id: number; message: string }[];
  /** Articles whose pages changed. */
  articleIds: number[];
};

/** A decision as it stands in the log. */
export type DecisionView = {
  id: number;
  what: Decision | 'ban' | 'unban' | 'undo';
  /** The moderator's name; null: the command line, or an account that is gone. */
  by: string | null;
  /** ISO 8601, UTC. */
  at: string;
  reason: string;
  undone: boolean;
};

/** What moderators know of who wrote something. */
export type WriterRecord = {
  /** Null: a guest, an imported comment or a linkback. */
  userId: string | null;
  name: string;
  /** When the account was made, ISO 8601; null without one. */
  since: string | null;
  approved: number;
  rejected: number;
  waiting: number;
  bannedAt: string | null;
  /** Whether whoever looks may ban them. */
  canBan: boolean;
  /** The last others of theirs, newest first. */
  recent: { id: number; excerpt: string; state: ResponseState; at: string; slug: string }[];
};

/** A response in the queue, with what a decision needs. Times are ISO 8601. */
export type QueueEntry = {
  id: number;
  kind: 'comment' | 'trackback' | 'pingback' | 'webmention';
  state: ResponseState;
  /** What is on screen: a decision made on anything else is refused. */
  seen: string;
  body: DocumentNode;
  attachments: AttachmentView[];
  at: string;
  editedAt: string | null;
  /** What it said before it was changed, newest first. */
  versions: { body: DocumentNode; until: string }[];
  article: { slug: string; headline: string };
  parent: { id: number; name: string; excerpt: string } | null;
  writer: WriterRecord;
  /** The writer's own page, or where a linkback came from; http(s) only. */
  link: string | null;
  verdicts: Verdict[];
  /** `by` null: nobody, but noted because the writer's name or link was changed. */
  reports: { by: string | null; reason: ReportReason; text: string; at: string }[];
  appeal: { text: string; at: string } | null;
  /** The last decision on it that holds. */
  decision: DecisionView | null;
};

/** A line of what was decided lately. */
export type RecentDecision = DecisionView & {
  /** What it was about; null: gone by now. A ban has no excerpt. */
  about: {
    responseId: number | null;
    name: string;
    excerpt: string;
    slug: string | null;
    state: ResponseState | null;
  } | null;
  canUndo: boolean;
};

export type QueueCounts = Record<Exclude<QueueTab, 'recent'>, number>;

export type QueueView = {
  tab: QueueTab;
  page: number;
  pages: number;
  counts: QueueCounts;
  /** Names the newest in the tab: what is newer has come since. */
  mark: string;
  /** Empty in `recent`, which has `decisions` instead. */
  entries: QueueEntry[];
  decisions: RecentDecision[];
};

/** How what is on somebody's screen stands by now, and how much has come to the tab since. */
export type QueueNews = {
  counts: QueueCounts;
  fresh: number;
  entries: { id: number; seen: string; state: ResponseState; decision: DecisionView | null }[];
};
