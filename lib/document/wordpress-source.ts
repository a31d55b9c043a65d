/** A shortcode of WordPress, such as `[gallery ids="1,2"]`. */
export type Shortcode = {
  name: string;
  /** Named attributes, and those without a name under `0`, `1`, … */
  attributes: Record<string, string>;
  /** What stands between `[name]` and `[/name]`, where that is not read as HTML. */
  content: string;
  /** The opening tag, or all of it where the content is not read as HTML, verbatim. */
  source: string;
  closing: string;
};

/** Shortcodes we understand. `wraps`: what is inside is HTML to be read. */
const known: Record<string, { wraps: boolean }> = {
  gallery: { wraps: false },
  caption: { wraps: true },
  wp_caption: { wraps: true },
  embed: { wraps: false },
  audio: { wraps: false },
  video: { wraps: false },
  playlist: { wraps: false },
  code: { wraps: false },
  sourcecode: { wraps: false },
  youtube: { wraps: false },
  vimeo: { wraps: false },
  tweet: { wraps: false },
  soundcloud: { wraps: false },
  dailymotion: { wraps: false },
};

/** The element that stands for a shortcode while the source is read as HTML; `n` is its index. */
export const shortcodeElement = 'x-shortcode';

const shortcodeTag =
  /\[(\[?)([a-zA-Z][\w-]{0,60})((?:=|\s)(?:"[^"]{0,5000}"|'[^']{0,5000}'|[^\]"'[]){0,3000}?)?(\/?)\](\]?)/y;
const verbatimElement = /<(pre|code|script|style|textarea)\b/iy;

/**
 * Takes the shortcodes out of a body: each becomes an `x-shortcode` element that names its place in the list.
 * What only looks like one (`[sic]`, `[...]`) stays text.
 */
export function extractShortcodes(html: string): { html: string; shortcodes: Shortcode[] } {
  if (!html.includes('[')) return { html, shortcodes: [] };
  const shortcodes: Shortcode[] = [];
  const parts: string[] = [];
  const closings = new Closings(html);
  const openWraps: { name: string; end: number; known: boolean }[] = [];
  let done = 0;
  let at = 0;
  const start = /[<[]/g;
  for (;;) {
    start.lastIndex = at;
    const found = start.exec(html);
    if (found === null) break;
    at = found.index;
    const wrap = openWraps[openWraps.length - 1];
    if (wrap !== undefined && at === wrap.end) {
      openWraps.pop();
      const source = `[/${wrap.name}]`;
      parts.push(html.slice(done, at));
      if (!wrap.known) {
        // What it wraps is read like anything else, between its two ends.
        parts.push(`<${shortcodeElement} n="${shortcodes.length}">`);
        shortcodes.push({ name: wrap.name, attributes: {}, content: '', source, closing: '' });
      }
      parts.push(`</${shortcodeElement}>`);
      at += source.length;
      done = at;
      continue;
    }
    if (html[at] === '<') {
      at = skipMarkup(html, at, closings);
      continue;
    }
    shortcodeTag.lastIndex = at;
    const match = shortcodeTag.exec(html);
    if (match === null) {
      at += 1;
      continue;
    }
    const [source, escaped, name = '', attributes = '', selfClosed, escapeEnd] = match;
    const end = at + source.length;
    if (escaped === '[' && escapeEnd === ']') {
      parts.push(html.slice(done, at), source.slice(1, -1));
      done = end;
      at = end;
      continue;
    }
    const from = at + (escaped === '[' ? 1 : 0);
    const to = escapeEnd === ']' ? end - 1 : end;
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    const closeAt = selfClosed ? -1 : closings.next(`[/${name}]`, to);
    if (kind === undefined && !isUnknownShortcode(html, from, to, name, attributes, closeAt)) {
      at = to;
      continue;
    }
    const index = shortcodes.length;
    const shortcode: Shortcode = {
      name,
      attributes: shortcodeAttributes(attributes),
      content: '',
      source: html.slice(from, to),
      closing: '',
    };
    shortcodes.push(shortcode);
    parts.push(html.slice(done, from), `<${shortcodeElement} n="${index}">`);
    at = to;
    done = to;
    const enclosing = openWraps[openWraps.length - 1];
    const closed = closeAt >= 0 && (enclosing === undefined || closeAt < enclosing.end);
    if (kind?.wraps && closed) {
      shortcode.closing = `[/${name}]`;
      openWraps.push({ name, end: closeAt, known: true });
      continue;
    }
    if (kind === undefined && closed) openWraps.push({ name, end: closeAt, known: false });
    if (kind !== undefined && closed) {
      done = closeAt + name.length + 3;
      at = done;
      shortcode.content = html.slice(to, closeAt);
      shortcode.source = html.slice(from, done);
    }
    parts.push(`</${shortcodeElement}>`);
  }
  parts.push(html.slice(done));
  return { html: parts.join(''), shortcodes };
}

/** A piece of the source that `extractShortcodes` changed, as it was. */
export function restoreShortcodes(source: string, shortcodes: readonly Shortcode[]): string {
  if (shortcodes.length === 0) return source;
  const open: string[] = [];
  return source.replace(/<x-shortcode n="(\d+)">|<\/x-shortcode>/g, (_, index: string | undefined) => {
    if (index === undefined) return open.pop() ?? '';
    const shortcode = shortcodes[Number(index)];
    open.push(shortcode?.closing ?? '');
    return shortcode?.source ?? '';
  });
}

/** Finds the next closing tag without searching the same text twice. */
class Closings {
  readonly #html: string;
  readonly #found = new Map<string, number>();

  constructor(html: string) {
    this.#html = html;
  }

  next(text: string, from: number): number {
    const before = this.#found.get(text);
    if (before !== undefined && (before < 0 || before >= from)) return before;
    const at = this.#html.indexOf(text, from);
    this.#found.set(text, at);
    return at;
  }
}

/** The end of the tag, comment or verbatim element that begins at `at`. */
function skipMarkup(html: string, at: number, closings: Closings): number {
  if (html.startsWith('<!--', at)) {
    const end = closings.next('-->', at + 4);
    return end < 0 ? html.length : end + 3;
  }
  verbatimElement.lastIndex = at;
  const name = verbatimElement.exec(html)?.[1];
  if (name !== undefined) {
    const end = closings.next(`</${name}`, at);
    if (end >= 0) return end + 2;
  }
  if (!/[a-zA-Z/]/.test(html[at + 1] ?? '')) return at + 1;
  const end = closings.next('>', at);
  const next = html.indexOf('<', at + 1);
  return end < 0 || (next >= 0 && next < end) ? at + 1 : end + 1;
}

/**
 * Whether something in brackets that we do not know is a shortcode: alone on its line, and with an attribute, a
 * closing tag or a name that is no word.
 */
function isUnknownShortcode(
  html: string,
  from: number,
  to: number,
  name: string,
  attributes: string,
  closeAt: number,
): boolean {
  const shaped = /[-_]/.test(name) || /[\w-]=/.test(attributes) || attributes.startsWith('=') || closeAt >= 0;
  if (shaped && aloneOnLine(html, from, to)) return true;
  return false;
}

function aloneOnLine(html: string, from: number, to: number): boolean {
  let before = from - 1;
  while (before >= 0 && (html[before] === ' ' || html[before] === '\t')) before--;
  if (before >= 0 && !/[\n\r>\]]/.test(html[before] ?? '')) return false;
  let after = to;
  while (after < html.length && (html[after] === ' ' || html[after] === '\t')) after++;
  return after >= html.length || /[\n\r<[]/.test(html[after] ?? '');
}

const attribute =
  /([\w-]+)\s*=\s*"([^"]*)"|([\w-]+)\s*=\s*'([^']*)'|([\w-]+)\s*=\s*([^\s'"]+)|"([^"]*)"|'([^']*)'|(\S+)/g;

/** Reads the attributes of a shortcode by WordPress's rules (`shortcode_parse_atts`). */
function shortcodeAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  let unnamed = 0;
  // `[youtube=https://…]`
  const rest = text.startsWith('=') ? text.slice(1) : text;
  for (const [, name1, value1, name2, value2, name3, value3, value4, value5, value6] of rest
    .replace(/[\u00a0\u200b]/g, ' ')
    .matchAll(attribute)) {
    const name = text.startsWith('=') && unnamed === 0 ? undefined : (name1 ?? name2 ?? name3);
    if (name === undefined) {
      attributes[unnamed++] = value4 ?? value5 ?? value6 ?? `${name1 ?? name2 ?? name3}=${value1 ?? value2 ?? value3}`;
    } else attributes[name.toLowerCase()] = value1 ?? value2 ?? value3 ?? '';
  }
  return attributes;
}

/** The opening, closing or only delimiter of a Gutenberg block. */
export type BlockDelimiter = {
  /** Without the `core/` that WordPress's own blocks may have. */
  name: string;
  attributes: Record<string, unknown>;
  kind: 'open' | 'close' | 'only';
};

/** Reads the text of an HTML comment as a block delimiter; null when it is none. */
export function blockDelimiter(note: string): BlockDelimiter | null {
  const found = /^\s*(\/?)wp:([a-z][a-z0-9_-]*(?:\/[a-z][a-z0-9_-]*)?)\s*(\{[\s\S]*\})?\s*(\/?)\s*$/.exec(note);
  if (found === null) return null;
  const [, close, name = '', json, only] = found;
  let attributes: Record<string, unknown> = {};
  if (json !== undefined) {
    try {
      const parsed: unknown = JSON.parse(json);
      if (typeof parsed === 'object' && parsed !== null) attributes = parsed as Record<string, unknown>;
    } catch {
      // WordPress takes a block with broken attributes as one without.
    }
  }
  return {
    name: name.replace(/^core\//, '').replace(/^core-embed\/.*$/, 'embed'),
    attributes,
    kind: close ? 'close' : only ? 'only' : 'open',
  };
}
