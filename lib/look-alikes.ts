/**
 * Letters that look like others, by the one they are taken for. Of the look-alikes that Unicode lists (UTS 39), those
 * that a keyboard or a web page gives without effort; case, width, style and accents are folded before.
 */
const lookAlikes: Record<string, string> = {
  a: 'аαɑᴀ',
  ae: 'æᴁ',
  b: 'ьвʙβƀɓ',
  c: 'сϲᴄ',
  d: 'ԁɗᴅđ',
  e: 'еєҽεᴇ',
  f: 'ƒϝꜰ',
  g: 'ɡɢցԍ',
  h: 'һнʜհħ',
  i: 'іıɩιɪɨ',
  j: 'јϳᴊȷ',
  k: 'кκᴋ',
  l: 'ӏǀʟłɫ',
  m: 'мᴍ',
  n: 'пոɴηŋ',
  o: 'оοσςօᴏøɵ',
  oe: 'œɶ',
  p: 'рρᴘ',
  q: 'ԛզ',
  r: 'гʀ',
  s: 'ѕʂꜱ',
  ss: 'ß',
  t: 'тτᴛŧ',
  u: 'υսᴜц',
  v: 'ѵᴠνʋ',
  w: 'ԝѡωшᴡ',
  x: 'хχ',
  y: 'уүγʏ',
  z: 'ᴢ',
  // Persian and Arabic keyboards have a form each of the same two letters.
  ي: 'ی',
  ك: 'ک',
};

const takenFor = new Map(
  Object.entries(lookAlikes).flatMap(([letter, others]) => [...others].map((other) => [other, letter] as const)),
);
// White letters on black circles and squares, which no compatibility form unfolds.
for (const start of [0x1f150, 0x1f170])
  for (let place = 0; place < 26; place++)
    takenFor.set(String.fromCodePoint(start + place), String.fromCharCode(97 + place));
const looksLikeAnother = new RegExp(`[${[...takenFor.keys()].join('')}]`, 'gu');

/** What leaves no ink, and the stroke that stretches Arabic words. */
const unseen = /[\p{DI}\p{Cf}\u0640]/gu;

/**
 * Accents and points that are put on letters. What vowels are written with in Indic scripts, and what makes another
 * kana, is no decoration; on Latin letters it is.
 */
const decoration =
  /(?=\p{M})(?:(?![\u3099\u309a])[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Cyrillic}]|(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}])\p{M}+)/gu;

/** Greek capitals that look like another Latin letter than their small ones do. */
const greekCapital = /[ΗΝΥ](?:(?=[\p{Script=Latin}\p{Script=Cyrillic}])|(?<=[\p{Script=Latin}\p{Script=Cyrillic}].))/gu;
const latinCapital: Record<string, string> = { Η: 'h', Ν: 'n', Υ: 'y' };

/**
 * A text for comparing, with everything folded that people do not see: case, width, style (NFKC), accents, what leaves
 * no ink, and letters of one script that look like those of another. ASCII letters stay what they are. Takes time in
 * proportion to the length.
 */
export function foldLetters(text: string): string {
  if (/^[\t\n\r -~]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(unseen, '')
    .replace(decoration, '')
    .replace(greekCapital, (letter) => latinCapital[letter] ?? letter)
    .toLowerCase()
    .replace(looksLikeAnother, (letter) => takenFor.get(letter) ?? letter)
    .normalize('NFKC');
}

/** What stands for a letter in names and in words that are to be read in spite of a rule. */
const disguises: Record<string, string> = {
  l: 'i',
  '|': 'i',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  '°': 'o',
  $: 's',
  '5': 's',
};

/**
 * A name or a word folded further, to what it can be read as: without spaces and signs, and with the ASCII letters and
 * digits that look alike as one. Two names with one key are the same name. Empty where nothing is left of it.
 */
export function likenessOf(text: string): string {
  const key = foldLetters(text)
    .replace(/[l|1!0°$5]/g, (sign) => disguises[sign] ?? sign)
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
  return /[\p{L}\p{N}]/u.test(key) ? key : '';
}
