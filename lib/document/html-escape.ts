const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escapeText = (text: string): string =>
  /[&<>]/.test(text) ? text.replace(/[&<>]/g, (char) => escapes[char] ?? char) : text;

/** For values between double quotes. */
export const escapeAttribute = (text: string): string =>
  /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (char) => escapes[char] ?? char) : text;

/** ` name="value"`, or nothing where there is no value. */
export const attribute = (name: string, value: unknown): string =>
  value === null || value === undefined || value === '' ? '' : ` ${name}="${escapeAttribute(String(value))}"`;
