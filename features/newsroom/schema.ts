import { z } from 'zod';
import type { ArticleView } from '#features/articles/schema';
import type { Focus, MediaView } from '#features/media/schema';
import type { DocumentNode } from '#lib/document/schema';
import { PersonError } from '#lib/errors';

export { checkDraft } from './draft-check.ts';

export const statuses = ['draft', 'in_review', 'approved', 'scheduled', 'published', 'archived'] as const;
export type Status = (typeof statuses)[number];

/** Bytes of a text as JSON. A text of a hundred thousand words has about one and a half million. */
export const longestBody = 2_000_000;

/** The sentence for a text that is larger. */
export const tooLong =
  'This text is too large to be saved as one article: two megabytes are the most, about 300,000 words. It is still here; move a part of it to a second article.';

/** A mistake in one field: `field` names it, so that the sentence stands beside it. */
export class FieldProblem extends PersonError {
  readonly field: string;

  constructor(field: string, message: string, code: PersonError['code'] = 'invalid') {
    super(code, message);
    this.field = field;
  }
}

const line = (longest: number, what: string) =>
  z
    .string()
    .max(longest, `${what} can have ${longest} characters at most. Shorten it.`)
    .transform((text) => text.replace(/\s+/gu, ' ').trim());

const date = (what: string) =>
  z
    .string()
    .refine((value) => !Number.isNaN(Date.parse(value)), `${what} is no date. Choose it from the calendar.`)
    .nullable();

const webAddress = (what: string) =>
  z
    .string()
    .trim()
    .max(2000, `${what} is too long.`)
    .refine(
      (value) => value === '' || (/^https?:\/\//i.test(value) && URL.canParse(value)),
      `${what} is not a web address. It begins with https:// and has no spaces in it.`,
    );

const Language = z
  .string()
  .trim()
  .refine((value) => {
    try {
      return value === '' || Intl.getCanonicalLocales(value).length === 1;
    } catch {
      return false;
    }
  }, 'This is not a language tag. Write one such as en or pt-BR, or leave it empty.');

/** Everything an editor changes beside the text. Empty texts mean "none"; times are ISO 8601. */
export const ArticleFields = z.object({
  headline: line(300, 'A headline'),
  deck: line(600, 'The line under the headline'),
  excerpt: line(1000, 'The description'),
  /** Empty: made from the headline. */
  slug: z.string().trim().max(200, 'An address can have 200 characters at most. Shorten it.'),
  language: Language,
  sectionId: z.number().int().positive().nullable(),
  tags: z
    .array(line(80, 'A tag'))
    .max(50, 'An article can have 50 tags at most.')
    .transform((tags) => tags.filter(Boolean)),
  /** Ids of authors, in their order. */
  bylines: z.array(z.number().int().positive()).max(30, 'An article can have 30 bylines at most.'),
  lead: z
    .object({
      fileId: z.uuid('This picture is not in the library any more.'),
      alt: line(1000, 'The alternative text'),
      caption: line(2000, 'A caption'),
      credit: line(300, 'A credit'),
    })
    .nullable(),
  visibility: z.enum(['public', 'private', 'password']),
  /** A new password; empty: the one it has. Never given out again. */
  password: z.string().max(200, 'A password can have 200 characters at most.').default(''),
  commentPolicy: z.enum(['open', 'closed', 'closed_after']),
  commentDays: z
    .number('Write a number of days.')
    .int()
    .min(1, 'Responses stay open for a day at least.')
    .max(3650, 'Ten years are the most.')
    .nullable(),
  pingPolicy: z.enum(['open', 'closed']),
  sendsPings: z.boolean(),
  source: z
    .object({
      name: line(200, 'The name of a source'),
      url: webAddress('The address of the source'),
      author: line(200, 'The author of the source'),
      publishedAt: date('The date of the source'),
      licence: line(500, 'The licence'),
      policy: z.enum(['canonical', 'noindex']),
    })
    .nullable(),
  showsChanges: z.boolean(),
  embargoUntil: date('The end of the embargo'),
});
export type ArticleFields = z.infer<typeof ArticleFields>;

/** As they are kept with a revision: the password as its hash. */
export type KeptFields = Omit<ArticleFields, 'headline' | 'deck' | 'password'> & { passwordHash: string | null };

export const SaveInput = z.object({
  id: z.number().int().positive(),
  /** The version it started from. */
  from: z.number().int().nonnegative(),
  fields: ArticleFields,
  body: z.custom<DocumentNode>((value) => typeof value === 'object' && value !== null && 'type' in value),
});
export type SaveInput = z.infer<typeof SaveInput>;

/** The newest text of an article, as its editor opens it. `by` is null where the account is gone or was never known. */
export type WorkingCopy = {
  version: number;
  savedAt: string;
  by: string | null;
  fields: ArticleFields;
  hasPassword: boolean;
  body: DocumentNode;
};

/**
 * What a save did. `stale`: somebody was faster, and nothing was written; it brings what they saved, and how what was sent
 * differs from it, block by block.
 */
export type SaveResult =
  | { outcome: 'saved'; version: number; savedAt: string; slug: string }
  | { outcome: 'stale'; newest: WorkingCopy; comparison: ComparisonView };

/** The steps of an article, as buttons post them. */
export type Step = 'submit' | 'return' | 'approve' | 'schedule' | 'unschedule' | 'publish' | 'archive' | 'restore';

/** Something to look at before it is published. `walls` keep it from readers, `warnings` do not. */
export type CheckItem =
  | { kind: 'headline' | 'body'; wall: true }
  | { kind: 'section' | 'excerpt' | 'licence'; wall: false }
  | { kind: 'alt'; wall: false; count: number }
  | {
      kind: 'links';
      wall: false;
      state: 'unchecked' | 'checking' | 'checked';
      count: number;
      dead: string[];
      at: string | null;
    };

export type NoteView = {
  id: number;
  by: string | null;
  /** The words it is about, and some that stood before them; empty: the whole. */
  quote: string;
  before: string;
  text: string;
  at: string;
  resolvedAt: string | null;
  replies: { id: number; by: string | null; text: string; at: string }[];
};

type PreviewLinkView = { id: string; createdAt: string; expiresAt: string; by: string | null };
type CorrectionRow = { id: number; at: string; text: string; mistake: boolean };

/** An article as its editor's page shows it; times are ISO 8601 in UTC. */
export type DeskView = {
  id: number;
  kind: 'article' | 'page';
  status: Status;
  /** What is in its address now. */
  slug: string;
  publishedAt: string | null;
  /** Its public address works. */
  isPublic: boolean;
  /** It was changed since readers were given it. */
  hasChanges: boolean;
  owner: string | null;
  copy: WorkingCopy;
  lead: MediaView | null;
  /** What stays in sight of the pictures in its text, by the ids of their files. */
  focuses: Record<string, Focus>;
  steps: Step[];
  mayEdit: boolean;
  mayCorrect: boolean;
  checklist: CheckItem[];
  notes: NoteView[];
  previews: PreviewLinkView[];
  corrections: CorrectionRow[];
};

export const sorts = [
  ...(['-savedAt', 'savedAt', 'headline', '-headline'] as const),
  ...(['-publishedAt', 'publishedAt', '-hits', 'hits'] as const),
] as const;
export type Sort = (typeof sorts)[number];

/** What narrows the list of articles; all of them hold. */
export type ListFilter = {
  kind?: 'article' | 'page';
  status?: Status | undefined;
  /** Id of a section; 0: those without. */
  section?: number;
  /** Id of an author who signs it. */
  author?: number;
  /** In the headline. */
  text?: string;
  /** The name of whom a story is republished from. */
  source?: string;
  /** Only what is one's own. */
  mine?: boolean;
};

/** Articles of one page of the newsroom's list. */
export const listSize = 50;

type ListedArticle = {
  id: number;
  kind: 'article' | 'page';
  headline: string;
  slug: string;
  status: Status;
  bylines: string[];
  section: string | null;
  savedAt: string;
  savedBy: string | null;
  publishedAt: string | null;
  hasChanges: boolean;
  pinned: boolean;
  hits: number;
};

export type ArticleList = { articles: ListedArticle[]; page: number; pages: number; total: number };

export type RevisionRow = {
  id: number;
  version: number;
  headline: string;
  by: string | null;
  createdAt: string;
  savedAt: string;
  publishedAt: string | null;
  /** It is what readers get. */
  isPublic: boolean;
};

/** Words of a block that were there before, came, or went. */
export type ChangedWords = { text: string; change: 'same' | 'added' | 'removed' };

/** A block of a text and what happened to it. `skipped` stands for blocks between two changes that stayed as they were. */
export type ChangedBlock =
  | { kind: 'same' | 'added' | 'removed' | 'changed'; node: string; words: ChangedWords[] }
  | { kind: 'skipped'; count: number };

/** Two versions of an article side by side: `fields` names what else is different. */
export type ComparisonView = {
  headline: ChangedWords[] | null;
  deck: ChangedWords[] | null;
  blocks: ChangedBlock[];
  fields: string[];
};

/** A published version, as readers see what was changed in it. */
type PublishedChange = { publishedAt: string; comparison: ComparisonView };
export type ChangesView = {
  slug: string;
  headline: string;
  language: string | null;
  firstAt: string;
  changes: PublishedChange[];
};

/** A correction in the list of all of them. */
export type ListedCorrection = CorrectionRow & { slug: string; headline: string };

/** Somebody else who has it open. `typing`: something was typed there within the last half minute. */
type PresentPerson = { name: string; typing: boolean };
export type Presence = { others: PresentPerson[]; version: number; status: Status; savedBy: string | null };

/** An article that is not public, as its page would show it. */
export type PreviewView = { article: ArticleView; expiresAt: string | null };
