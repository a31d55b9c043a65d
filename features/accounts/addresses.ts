import { domainToASCII, domainToUnicode } from 'node:url';
import { nameKeyOf } from './names.ts';

/** Longest that mail servers take (RFC 5321). */
const longest = 254;

export type ReadAddress = { address: string } | { problem: 'shape' | 'look_alike' };

/**
 * An e-mail address as it is kept: compatibility forms folded (NFKC), lower-case, its domain in ASCII. Refuses what
 * looks like another address: letters beyond ASCII before the @, scripts mixed within a label, and labels in another
 * script that read as Latin ones.
 */
export function readAddress(typed: string): ReadAddress {
  const text = typed.normalize('NFKC').trim().toLowerCase();
  const [local = '', domain = '', ...rest] = text.split('@');
  if (rest.length > 0 || local === '' || domain === '' || text.length > longest || /[\s\p{C}"<>(),:;\\[\]]/u.test(text))
    return { problem: 'shape' };
  if (/[^\x20-\x7e]/.test(local)) return { problem: 'look_alike' };
  if (!/^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(local)) return { problem: 'shape' };
  const ascii = domainToASCII(domain);
  if (!/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(ascii)) return { problem: 'shape' };
  if (domainToUnicode(ascii).split('.').some(deceives)) return { problem: 'look_alike' };
  return local.length + ascii.length + 1 > longest ? { problem: 'shape' } : { address: `${local}@${ascii}` };
}

const scripts = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Devanagari', 'Thai', 'Georgian'];
const inScript = scripts.map((script) => new RegExp(`\\p{Script=${script}}`, 'u'));

function deceives(label: string): boolean {
  if (/^[\x20-\x7e]*$/.test(label)) return false;
  if (inScript.filter((script) => script.test(label)).length > 1) return true;
  // A whole word of another script that is read as a Latin one.
  return !/\p{Script=Latin}/u.test(label) && /^[a-z0-9]+$/.test(nameKeyOf(label));
}
