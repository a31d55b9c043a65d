/**
 * Letters that look like a Latin one, by the Latin one. Of the look-alikes that Unicode lists (UTS 39), those that a
 * keyboard or a web page gives without effort; everything that differs only in case, width or an accent is folded before.
 */
const lookAlikes: Record<string, string> = {
  a: 'аαɑᴀ',
  b: 'ьвʙβ',
  c: 'сϲᴄ',
  d: 'ԁɗᴅ',
  e: 'еєҽεᴇ',
  f: 'ƒϝꜰ',
  g: 'ɡɢց',
  h: 'һнʜη',
  i: 'іıɩιӏlｌ|ǀ1!ⅼɪ',
  j: 'јϳᴊ',
  k: 'кκᴋ',
  m: 'ммᴍ',
  n: 'пոɴν',
  o: 'оοσօ0ᴏ°',
  p: 'рρᴘ',
  q: 'ԛզ',
  r: 'гʀ',
  s: 'ѕʂꜱ$5',
  t: 'тτᴛ',
  u: 'υսᴜц',
  v: 'ѵᴠ',
  w: 'ԝѡωшᴡ',
  x: 'хχ',
  y: 'уүγʏ',
  z: 'ᴢ',
};

const latinOf = new Map(
  Object.entries(lookAlikes).flatMap(([latin, others]) => [...others].map((other) => [other, latin] as const)),
);

/**
 * A name with everything folded that people do not see: case, width, accents, spaces, punctuation, and letters that look
 * like others. Two names with one key are the same name. Empty where nothing is left of it.
 */
export function nameKeyOf(name: string): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}\p{DI}]/gu, '');
  return [...letters]
    .map((letter) => latinOf.get(letter) ?? letter)
    .join('')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/** Words that say that somebody speaks for the publication. */
const officialWords = new Set(
  ['admin', 'administrator', 'moderator', 'editor', 'staff', 'official', 'operator', 'support', 'system', 'root'].map(
    nameKeyOf,
  ),
);

/** Whether a name claims a role: as a whole, or with one of its words. */
export const claimsRole = (name: string): boolean =>
  officialWords.has(nameKeyOf(name)) ||
  nameKeyOf(name) === nameKeyOf('deleted reader') ||
  name.split(/[^\p{L}\p{N}|!$]+/u).some((word) => officialWords.has(nameKeyOf(word)));

/** Control characters, direction marks, and what has no place in a name. Joiners are letters' business in some scripts. */
const unseen = /[\p{Cc}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u2800]|(?!\u200c|\u200d|\ufe0f)[\p{Cf}\p{DI}]/u;
/** More marks on one letter than any script needs. */
const piled = /\p{M}{4,}/u;

export const hasUnseen = (text: string): boolean => unseen.test(text) || piled.test(text.normalize('NFD'));
