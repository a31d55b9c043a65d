import { foldLetters, likenessOf } from '#lib/look-alikes';

const isWord = /^[\p{L}\p{M}\p{N}]+$/u;

/**
 * The first of `words` that stands in a text, as it can be read: as a word of its own, or anywhere where it is no plain
 * word. Letters with digits among them are read as letters too (`cas1no`).
 */
export function findWord(text: string, words: readonly string[]): string | null {
  if (words.length === 0) return null;
  const all = foldLetters(text);
  const single = new Set(all.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
  const disguised = new Set([...single].filter((word) => /\p{L}/u.test(word) && /\d/.test(word)).map(likenessOf));
  const stands = (word: string): boolean => {
    const wanted = foldLetters(word);
    if (!isWord.test(wanted)) return wanted !== '' && all.includes(wanted);
    return single.has(wanted) || (disguised.size > 0 && disguised.has(likenessOf(wanted)));
  };
  return words.find(stands) ?? null;
}
