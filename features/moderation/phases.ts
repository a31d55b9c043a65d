import { longestResponse } from '#features/responses/schema';
import { documentText } from '#lib/document/text';
import { foldLetters } from '#lib/look-alikes';
import { isBlank } from '#lib/unseen';
import type { ExternalAnswer } from './akismet.ts';
import { filterVerdict, spamChance, type WordCounts } from './filter.ts';
import { countFiles, hostsOf, linksOf } from './links.ts';
import { isStaff } from './policy.ts';
import type { Judgement, PhaseName, Submission, Verdict, VerdictDetail, VerdictReason } from './schema.ts';
import { findWord } from './words.ts';

/** What the phases know beside the submission itself; read before the first of them looks. */
export type Context = {
  settings: {
    trustAfter: number;
    holdLinks: number;
    blockedWords: readonly string[];
    suspectWords: readonly string[];
    spamFilter: boolean;
    attachmentHold: boolean;
  };
  /** Of the writer's last 200 responses, how many are public. */
  approved: number;
  /** Whether one was hidden, marked as spam or trashed within 30 days. */
  rejectedLately: boolean;
  /** What the writer, and others of the same network, posted within a day. */
  recent: readonly { text: string; articleId: number; own: boolean }[];
  /** Seconds until the writer or the network may post again; 0: now. */
  waitSeconds: number;
  words: readonly string[];
  wordCounts: WordCounts;
  /** What the external filter said; null where none is asked. */
  external: ExternalAnswer | null;
};

const isTrusted = (actor: Submission['actor']): boolean => actor.kind === 'site' && actor.trusted;

type Phase = (submission: Submission, context: Context) => Verdict | null;

const says =
  (phase: PhaseName, verdict: Verdict['verdict']) =>
  (reason: VerdictReason, detail?: VerdictDetail): Verdict => ({ phase, verdict, reason, ...(detail && { detail }) });

export const length = ({ actor, text, body, files = 0 }: Submission): Verdict | null => {
  if (text.length > longestResponse) return says('length', 'refuse')('whyTooLong', { count: text.length });
  // A picture may say it all, and so may a link.
  if (files > 0 || actor.kind === 'site') return null;
  if (isBlank(text) || (isBlank(documentText(body)) && countFiles(body) === 0 && linksOf(body).length === 0))
    return says('length', 'refuse')('whyEmpty');
  return null;
};

/** What comes after it does not ask staff. */
const staff: Phase = ({ actor }) =>
  actor.kind === 'user' && isStaff(actor) ? says('staff', 'approve')('whyStaff') : null;

const banned: Phase = ({ actor }) =>
  actor.kind === 'user' && actor.banned ? says('banned', 'refuse')('whyBanned') : null;

/** Two people of one network may well agree in a few words; a paragraph they do not write twice. */
const longEnough = 40;

const duplicates: Phase = ({ actor, text, body, articleId }, { recent }) => {
  // Its title is no part of what a site said.
  const mine = folded(actor.kind === 'site' ? documentText(body) : text);
  // Pictures without words: whether they are the same, nobody compared.
  if (mine === '') return null;
  const twin = recent.find(
    (other) =>
      folded(other.text) === mine && (mine.length >= longEnough || (other.own && other.articleId === articleId)),
  );
  if (!twin) return null;
  // Of a site it is another address of the same page, which nobody waits to be told of.
  return says('duplicates', actor.kind === 'site' ? 'hold' : 'refuse')('whyDuplicate');
};

const flood: Phase = (_, { waitSeconds }) =>
  waitSeconds > 0 ? says('flood', 'refuse')('whyFlood', { count: waitSeconds }) : null;

const links: Phase = ({ actor, body }, { settings: { holdLinks } }) => {
  const count = holdLinks === 0 || isTrusted(actor) ? 0 : linksOf(body).length;
  return holdLinks > 0 && count >= holdLinks ? says('links', 'hold')('whyLinks', { count }) : null;
};

const disallowedWords: Phase = (submission, { settings }) => {
  const word = firstWord(submission, settings.blockedWords);
  return word === null ? null : says('disallowed_words', 'spam')('whyBlockedWord', { word });
};

const suspectWords: Phase = (submission, { settings }) => {
  const word = firstWord(submission, settings.suspectWords);
  return word === null ? null : says('suspect_words', 'hold')('whySuspectWord', { word });
};

const firstTime: Phase = ({ actor }, { approved, rejectedLately, settings: { trustAfter } }) => {
  if (isTrusted(actor)) return null;
  if (rejectedLately) return says('first_time', 'hold')('whyRejected');
  if (approved >= trustAfter) return null;
  return says('first_time', 'hold')(actor.kind === 'site' ? 'whyNewSite' : 'whyFirstTime', { count: approved });
};

/** Files are looked at by somebody, whoever brings them, unless the settings say otherwise. */
const attachments: Phase = ({ body, files = 0 }, { settings: { attachmentHold } }) => {
  const count = countFiles(body) + files;
  return count === 0 || !attachmentHold ? null : says('attachments', 'hold')('whyAttachment', { count });
};

const filter: Phase = (_, { settings, words, wordCounts }) => {
  const chance = settings.spamFilter ? spamChance(words, wordCounts) : null;
  const verdict = filterVerdict(chance);
  const detail = { percent: Math.floor((chance ?? 0) * 100) };
  if (verdict === 'spam') return says('filter', 'spam')('whyFilterSpam', detail);
  return verdict === 'unsure' ? says('filter', 'hold')('whyFilterUnsure', detail) : null;
};

const external: Phase = (_, { external: answer }) => {
  if (answer === null || answer.said === 'ham') return null;
  if (answer.said === 'spam') return says('external', 'spam')('whyExternalSpam');
  return says('external', 'approve')('whyExternalSkipped', { problem: answer.problem });
};

/** In the order in which they are asked. */
const phases: readonly Phase[] = [
  length,
  staff,
  banned,
  duplicates,
  flood,
  links,
  disallowedWords,
  suspectWords,
  firstTime,
  attachments,
  filter,
  external,
];

const worse = { approve: 0, hold: 1, spam: 2 } as const;

/**
 * What the phases say, each in its turn, and the worst of it. A refusal and the approval of staff end it.
 */
export function judged(
  submission: Submission,
  context: Context,
): Judgement | { outcome: 'refuse'; verdicts: [Verdict] } {
  const verdicts: Verdict[] = [];
  let outcome: Judgement['outcome'] = 'approve';
  for (const phase of phases) {
    const verdict = phase(submission, context);
    if (verdict === null) continue;
    if (verdict.verdict === 'refuse') return { outcome: 'refuse', verdicts: [verdict] };
    verdicts.push(verdict);
    if (worse[verdict.verdict] > worse[outcome]) outcome = verdict.verdict;
    if (verdict.phase === 'staff') break;
  }
  return { outcome, verdicts };
}

/** Letters and numbers alone, so that another full stop makes no other text; where there are none, the signs. */
function folded(text: string): string {
  const letters = foldLetters(text)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return letters === '' ? text.trim() : letters;
}

/** The first of `words` that stands in the submission. */
const firstWord = ({ text, body, actor }: Submission, words: readonly string[]): string | null =>
  findWord(
    [text, documentText(body), actor.name ?? '', sourceOf(actor), ...linksOf(body), ...hostsOf(body)].join(' '),
    words,
  );

const sourceOf = (actor: Submission['actor']): string => (actor.kind === 'site' ? `${actor.source} ${actor.host}` : '');
