import { likenessOf } from '#lib/look-alikes';
import { withoutUnseen } from '#lib/unseen';

/** What of a name is compared: two names with one key are the same name. Empty where nothing is left of it. */
export const nameKeyOf = likenessOf;

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

/** Direction marks, and what else has no place in a name; joiners stay where letters are joined. */
const unseen = /[\p{Cc}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u2800]|(?!\u200c|\u200d|\ufe0f)[\p{Cf}\p{DI}]/u;
/** More marks on one letter than any script needs. */
const piled = /\p{M}{4,}/u;

export const hasUnseen = (text: string): boolean =>
  unseen.test(text) || withoutUnseen(text) !== text || piled.test(text.normalize('NFD'));
