import { PersonError } from '#lib/errors';

export type LinkbackProtocol = 'trackback' | 'pingback' | 'webmention';

/** What a trackback says of itself. */
export type LinkbackWords = { title: string; excerpt: string; blogName: string };

const problems = [
  'no_source',
  'bad_source',
  'own_source',
  'no_target',
  'elsewhere',
  'same',
  'unknown_target',
  'closed',
  'off',
  'blocked',
  'known',
  'too_many',
  'read_only',
  // Of one that was looked up a moment ago.
  'gone',
  'no_link',
  'unreachable',
] as const;

/** Why a linkback is not taken; each protocol has its own way to say so. */
export type LinkbackProblem = (typeof problems)[number];

/** The problem that an address names, or null. */
export const problemNamed = (value: string): LinkbackProblem | null =>
  problems.find((problem) => problem === value) ?? null;

const codes: Partial<Record<LinkbackProblem, PersonError['code']>> = {
  unknown_target: 'not_found',
  closed: 'refused',
  off: 'refused',
  blocked: 'refused',
  too_many: 'refused',
  known: 'conflict',
  read_only: 'unavailable',
};

/** A linkback that is not taken. The message is for whoever sent it. */
export class LinkbackError extends PersonError {
  readonly problem: LinkbackProblem;
  /** Seconds until it may be sent again; 0 where waiting does not help. */
  readonly retryAfter: number;

  constructor(problem: LinkbackProblem, message: string, retryAfter = 0) {
    super(codes[problem] ?? 'invalid', message);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** Where a linkback stands, for who sent it. Times are ISO 8601. */
export type MentionView = {
  id: string;
  protocol: LinkbackProtocol;
  source: string;
  target: string;
  /** `held`: its link was found, and a moderator has not looked yet. `hidden`: one has, and said no. */
  state: 'waiting' | 'held' | 'shown' | 'hidden' | 'refused' | 'withdrawn';
  problem: string | null;
  article: { slug: string; headline: string };
  responseId: number | null;
  at: string;
  checkedAt: string | null;
  /** When it is tried again; null: not by itself. */
  dueAt: string | null;
};

/** One that came, for editors. Times are ISO 8601. */
export type ListedMention = {
  id: string;
  protocol: LinkbackProtocol;
  source: string;
  slug: string;
  state: 'waiting' | 'verified' | 'refused' | 'withdrawn';
  problem: string | null;
  failures: number;
  responseId: number | null;
  at: string;
  checkedAt: string | null;
  dueAt: string | null;
};

/** What came in by one of the protocols. */
export type LinkbackRequest = {
  method: string;
  /** By name, lower case. */
  header: (name: string) => string | null;
  body: AsyncIterable<Uint8Array> | null;
  /** The network address of the sender. */
  from: string;
};

export type LinkbackAnswer = { status: number; headers: Record<string, string>; body: string };

/** A link of an article, and what became of telling its page. Times are ISO 8601. */
export type OutgoingView = {
  id: number;
  url: string;
  state: 'waiting' | 'told' | 'none' | 'refused' | 'failed';
  protocol: LinkbackProtocol | null;
  /** What the other side answered, in its words. */
  answer: string;
  answerStatus: number | null;
  toldAt: string | null;
  /** The link was taken out of the article. */
  removed: boolean;
  /** When it is tried next; null: not by itself. */
  dueAt: string | null;
};

/** The links of one article, for editors. */
export type OutgoingArticle = {
  id: number;
  slug: string;
  headline: string;
  /** Whether the pages it links to are told. */
  sends: boolean;
  links: OutgoingView[];
};
