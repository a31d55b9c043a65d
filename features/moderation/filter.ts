import type { DocumentNode } from '#lib/document/schema';
import { documentText } from '#lib/document/text';
import { foldLetters } from '#lib/look-alikes';
import { hostsOf } from './links.ts';

/** In how many decided responses a word stood. */
export type WordCount = { spam: number; ham: number };
/** The counts of the words asked for. The empty word holds how many responses were decided at all. */
export type WordCounts = ReadonlyMap<string, WordCount>;

/** Decided responses of each kind before the filter says anything. */
const leastDecided = 10;
/** Words of one response that are looked at; more would let somebody bury a few among thousands. */
const mostWords = 300;
/** The words that say most, of which the verdict is made. */
const mostTelling = 40;
/** At this and above it is spam. */
const spamFrom = 0.95;
/** At this and above somebody has to look. What the filter knows nothing of is at 0.5. */
const unsureFrom = 0.7;

/**
 * What the filter knows a response by: its words, the hosts it links to, the name of its writer. Each once, the
 * longest 40 characters.
 */
export function wordsOf(input: { body: DocumentNode; name: string | null; link?: string | null }): string[] {
  const found = new Set<string>();
  for (const host of hostsOf(input.body)) found.add(`host:${host}`);
  if (input.link) for (const host of hostsOf({ type: 'text', text: input.link })) found.add(`host:${host}`);
  for (const word of split(input.name ?? '')) found.add(`name:${word}`);
  for (const word of split(documentText(input.body))) found.add(word);
  return [...found].slice(0, mostWords);
}

const split = (text: string): string[] =>
  (foldLetters(text).match(/[\p{L}\p{M}\p{N}$€£%'’-]+/gu) ?? [])
    .map((word) => word.replace(/^['’-]+|['’-]+$/g, ''))
    .filter((word) => word.length >= 2)
    .map((word) => word.slice(0, 40));

/**
 * How likely a response of these words is spam, from 0 to 1; null while too little was decided to know.
 *
 * Each word's share is drawn towards a half by how seldom it was seen (Robinson, "A statistical approach to the spam
 * problem", 2003), and those that say most are put together by Fisher's method: contradicting words give a half.
 */
export function spamChance(words: readonly string[], counts: WordCounts): number | null {
  const all = counts.get('') ?? { spam: 0, ham: 0 };
  if (all.spam < leastDecided || all.ham < leastDecided) return null;
  const telling = words
    .map((word) => share(counts.get(word), all))
    .filter((value) => Math.abs(value - 0.5) >= 0.1)
    .sort((a, b) => Math.abs(b - 0.5) - Math.abs(a - 0.5))
    .slice(0, mostTelling);
  if (telling.length === 0) return 0.5;
  const spamminess = 1 - chiSquareTail(-2 * sum(telling.map((value) => Math.log(1 - value))), telling.length);
  const hamminess = 1 - chiSquareTail(-2 * sum(telling.map((value) => Math.log(value))), telling.length);
  return (1 + spamminess - hamminess) / 2;
}

/** What follows from the chance. */
export function filterVerdict(chance: number | null): 'spam' | 'unsure' | null {
  if (chance === null || chance < unsureFrom) return null;
  return chance >= spamFrom ? 'spam' : 'unsure';
}

function share(count: WordCount | undefined, all: WordCount): number {
  const seen = count ? count.spam + count.ham : 0;
  if (!count || seen === 0) return 0.5;
  const spam = count.spam / all.spam;
  const ham = count.ham / all.ham;
  const raw = spam / (spam + ham);
  return (0.5 + seen * raw) / (1 + seen);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The chance that chi-square with `2 * half` degrees of freedom is at least `value`. */
function chiSquareTail(value: number, half: number): number {
  const m = value / 2;
  let term = Math.exp(-m);
  let total = term;
  for (let i = 1; i < half; i++) {
    term *= m / i;
    total += term;
  }
  return Math.min(total, 1);
}
