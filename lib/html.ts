/** What XML 1.0 has no way to write at all, not even as a reference (XML 1.0, 2.2: production `Char`), lone surrogates included. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** `text` without the characters XML forbids. One of them makes a whole feed unreadable. */
export const withoutForbidden = (text: string): string => text.replace(forbidden, '');

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Plain text as content or as a quoted attribute, of XML or of HTML. Drops what XML forbids. */
export const escapeXml = (text: string): string =>
  withoutForbidden(text).replace(/[&<>"']/g, (char) => escapes[char] ?? char);

/** Markup of another language (HTML in a feed) kept readable: a CDATA section, split wherever the text would end it. */
export const cdata = (text: string): string =>
  `<![CDATA[${withoutForbidden(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** A value as JSON that may stand in a `<script>`: no text can end the element or open a comment in it. */
export const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
