import { safeUrl } from '#lib/document/schema';

/** Whether a text is one address and nothing else. */
export function loneAddress(text: string): string | null {
  const trimmed = text.trim();
  if (!/^https?:\/\/\S+$/i.test(trimmed) || !URL.canParse(trimmed)) return null;
  return safeUrl(trimmed);
}

/** The address that somebody means by what they typed: without `https://`, by mail, of this site; null where it is none. */
export function typedAddress(text: string): string | null {
  const typed = text.trim();
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return `mailto:${typed}`;
  if (/^[\p{L}\d-]+(\.[\p{L}\d-]+)*\.\p{L}{2,}([/?#]\S*)?$/u.test(typed)) return `https://${typed}`;
  if (/^[/#]\S*$/.test(typed) || /^[a-z][a-z\d+.-]*:\S+$/i.test(typed)) return safeUrl(typed);
  return null;
}
