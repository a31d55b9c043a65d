/** Scripts in which no joiner makes a difference. */
const unjoined = [
  'Latin',
  'Greek',
  'Cyrillic',
  'Armenian',
  'Georgian',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Thai',
];

/**
 * What leaves no ink but belongs to what is written: joiners inside words of scripts that join or stack their letters
 * and inside emoji, the style of a sign, variants of Han and Mongolian letters, and the tags of a few flags.
 */
const belongs = [
  `(?<=[\\p{L}\\p{M}])(?<![${unjoined.map((script) => `\\p{Script=${script}}`).join('')}\\u0300-\\u036f])[\\u200c\\u200d]`,
  '(?<=[\\p{Extended_Pictographic}\\u{1f3fb}-\\u{1f3ff}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})',
  '(?<=\\p{Extended_Pictographic})[\\ufe0e\\ufe0f]',
  '(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
  '(?<=\\p{Script=Han})[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]',
  '(?<=\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]',
  '(?<=\\u{1f3f4}[\\u{e0020}-\\u{e007e}]{0,6})[\\u{e0020}-\\u{e007f}]',
].join('|');

const control = '(?![\\t\\n])\\p{Cc}';
const outOfPlace = new RegExp(`${control}|(?!${belongs})\\p{DI}|[\\ufff9-\\ufffb]`, 'gu');
/** The same, but single marks of direction stay: between words that are written from the right they order signs. */
const outOfPlaceFromRight = new RegExp(
  `${control}|(?!${belongs}|(?<![\\u061c\\u200e\\u200f])[\\u061c\\u200e\\u200f])\\p{DI}|[\\ufff9-\\ufffb]`,
  'gu',
);
const fromRight =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * A text without control characters (tab and line end stay) and without what leaves no ink where it has no business: it
 * would only hide words from those who look for them, or turn the direction of what stands around it.
 */
export const withoutUnseen = (text: string): string =>
  /^[\t\n -~]*$/.test(text) ? text : text.replace(fromRight.test(text) ? outOfPlaceFromRight : outOfPlace, '');

/** Nothing that leaves ink: no letters, digits or signs, but for those that are drawn as a gap. */
export const isBlank = (text: string): boolean =>
  !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replace(/[\p{DI}\u2800\u{1d159}]/gu, ''));
