/** What a scanner tells. `text` is called with pieces of text, references resolved, and with the content of CDATA. */
export type XmlHandler = {
  open(name: string, attributes: Record<string, string>): void;
  close(name: string): void;
  text(text: string): void;
  doctype(content: string): void;
};

/** Something that XML does not allow, with the line it stands in (from 1) and the character (from 0). */
export class XmlError extends Error {
  readonly line: number;
  readonly offset: number;
  readonly kind: 'character' | 'syntax' | 'cut' | 'not-xml';

  constructor(kind: XmlError['kind'], message: string, line: number, offset: number) {
    super(message);
    this.name = 'XmlError';
    this.kind = kind;
    this.line = line;
    this.offset = offset;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const nameStart =
  'A-Z_a-z:\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd';
const nameRule = `[${nameStart}][${nameStart}\\-.0-9\\u00b7\\u0300-\\u036f\\u203f-\\u2040]*`;
const openTag = new RegExp(
  `^(${nameRule})((?:[ \\t\\r\\n]+${nameRule}[ \\t\\r\\n]*=[ \\t\\r\\n]*(?:"[^"<]*"|'[^'<]*'))*)[ \\t\\r\\n]*(/?)$`,
);
const attribute = new RegExp(`(${nameRule})[ \\t\\r\\n]*=[ \\t\\r\\n]*(?:"([^"]*)"|'([^']*)')`, 'g');
const closeTag = new RegExp(`^(${nameRule})[ \\t\\r\\n]*$`);
const reference = /&(?:(lt|gt|amp|quot|apos)|#([0-9]+)|#x([0-9a-fA-F]+));|&[^;]{0,30};?/g;
const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const none: Record<string, string> = {};

/** Longest tag, comment or declaration that is waited for. WordPress's longest comment is a paragraph. */
const longestToken = 1 << 20;

/**
 * Scans XML as it comes, strictly, and five times as fast as a parser that looks at every character: an export is
 * CDATA for the most part, and the ends of those are found by searching. It knows what exports use: elements,
 * attributes, text, CDATA, comments, instructions, the five entities and references to characters. A DOCTYPE is only
 * told of; nothing it declares is ever expanded.
 */
export class XmlScanner {
  readonly #handler: XmlHandler;
  readonly #lenient: boolean;
  readonly #open: string[] = [];
  #rest = '';
  /** Characters and line breaks before `#rest`. */
  #before = 0;
  #lines = 0;
  /** Names seen without attributes, which need not be looked at twice. */
  readonly #plainNames = new Set<string>();
  #inside: 'markup' | 'cdata' = 'markup';
  #seenRoot = false;

  /** `lenient`: `]]>` may stand in text, where older exports nested CDATA in CDATA. */
  constructor(handler: XmlHandler, lenient: boolean) {
    this.#handler = handler;
    this.#lenient = lenient;
  }

  /** The elements that are open, outermost first. */
  get open(): readonly string[] {
    return this.#open;
  }

  write(piece: string): void {
    const bad = forbidden.exec(piece);
    // What stands before it is read first, so that an earlier mistake is told first.
    const text = this.#rest + (bad ? piece.slice(0, bad.index) : piece);
    const used = this.#scan(text);
    if (bad) {
      const line = this.#lineAt(text, text.length);
      throw new XmlError(
        'character',
        `U+${bad[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
        line,
        this.#before + text.length,
      );
    }
    this.#lines += countLines(text, 0, used);
    this.#before += used;
    this.#rest = text.slice(used);
  }

  end(): void {
    const rest = this.#rest;
    const line = this.#lineAt(rest, rest.length);
    const offset = this.#before + rest.length;
    if (this.#open.length > 0 || this.#inside === 'cdata')
      throw new XmlError('cut', this.#open[this.#open.length - 1] ?? '', line, offset);
    if (!this.#seenRoot) throw new XmlError('not-xml', 'no element', line, offset);
    if (rest.trim() !== '') throw new XmlError('syntax', 'there is text after the end', line, offset);
  }

  #lineAt(text: string, index: number): number {
    return this.#lines + countLines(text, 0, index) + 1;
  }

  #fail(text: string, index: number, message: string): never {
    throw new XmlError(this.#seenRoot ? 'syntax' : 'not-xml', message, this.#lineAt(text, index), this.#before + index);
  }

  /** Reads what is complete in `text`; returns how much that is. */
  #scan(text: string): number {
    let at = 0;
    while (at < text.length) {
      if (this.#inside === 'cdata') {
        const end = text.indexOf(']]>', at);
        if (end < 0) {
          // The end may be cut in two.
          const safe = Math.max(at, text.length - 2);
          if (safe > at) this.#handler.text(text.slice(at, safe));
          return safe;
        }
        if (end > at) this.#handler.text(text.slice(at, end));
        this.#inside = 'markup';
        at = end + 3;
        continue;
      }
      const tag = text.indexOf('<', at);
      if (tag !== at) {
        const end = tag < 0 ? this.#safeText(text, at) : tag;
        this.#text(text, at, end);
        if (tag < 0) return end;
        at = tag;
      }
      const next = this.#markup(text, at);
      if (next < 0) {
        if (text.length - at > longestToken) this.#fail(text, at, 'a tag or comment that does not end');
        return at;
      }
      at = next;
    }
    return at;
  }

  /** How much of the text at the end can be told now: not a reference, or `]]`, that may go on. */
  #safeText(text: string, from: number): number {
    const start = Math.max(from, text.length - 40);
    const tail = text.slice(start);
    const open = tail.lastIndexOf('&');
    if (open >= 0 && !tail.includes(';', open)) return start + open;
    return tail.endsWith(']]') ? text.length - 2 : tail.endsWith(']') ? text.length - 1 : text.length;
  }

  #text(text: string, from: number, to: number): void {
    if (from === to) return;
    const raw = text.slice(from, to);
    if (this.#open.length === 0) {
      const stray = /[^ \t\r\n\ufeff]/.exec(raw);
      if (stray) this.#fail(text, from + stray.index, 'text outside of the root element');
      return;
    }
    if (!this.#lenient && raw.includes(']]>')) this.#fail(text, from + raw.indexOf(']]>'), '"]]>" stands in text');
    this.#handler.text(raw.includes('&') ? this.#resolve(raw, text, from) : raw);
  }

  #resolve(raw: string, text: string, from: number): string {
    return raw.replace(reference, (whole, name?: string, decimal?: string, hex?: string, ...rest: unknown[]) => {
      if (name !== undefined) return named[name] ?? '';
      const index = from + Number(rest[0] ?? 0);
      if (decimal === undefined && hex === undefined)
        this.#fail(text, index, `the entity ${whole.slice(0, 30)} is not known`);
      const code = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16);
      const char = code <= 0x10ffff ? String.fromCodePoint(code) : '';
      if (char === '' || forbidden.test(char) || (code >= 0xd800 && code <= 0xdfff)) {
        throw new XmlError('character', whole, this.#lineAt(text, index), this.#before + index);
      }
      return char;
    });
  }

  /** Reads what begins with `<` at `at`; returns where it ends, or -1 when it is not complete. */
  #markup(text: string, at: number): number {
    const second = text.charCodeAt(at + 1);
    if (second === 0x21) return this.#declaration(text, at);
    if (second === 0x3f) {
      const end = text.indexOf('?>', at + 2);
      return end < 0 ? -1 : end + 2;
    }
    let end = text.indexOf('>', at + 1);
    if (end < 0) return -1;
    if (second !== 0x2f && !this.#plainNames.has(text.slice(at + 1, end))) end = tagEnd(text, at + 1, end);
    if (end < 0) return -1;
    if (second === 0x2f) {
      const inner = text.slice(at + 2, end);
      const expected = this.#open[this.#open.length - 1];
      const name = inner === expected ? inner : closeTag.exec(inner)?.[1];
      if (name === undefined) this.#fail(text, at, `</${inner.slice(0, 40)}> is no closing tag`);
      if (name !== expected)
        this.#fail(
          text,
          at,
          expected === undefined ? `</${name}> closes nothing` : `<${expected}> is closed by </${name}>`,
        );
      this.#handler.close(name);
      this.#open.pop();
      return end + 1;
    }
    const inner = text.slice(at + 1, end);
    if (this.#open.length > 0 && this.#plainNames.has(inner)) {
      this.#open.push(inner);
      this.#handler.open(inner, none);
      return end + 1;
    }
    const match = openTag.exec(inner);
    if (match === null) this.#fail(text, at, `<${inner.slice(0, 40)}> is no tag`);
    const [, name = '', list = '', empty] = match;
    if (this.#open.length === 0 && this.#seenRoot) this.#fail(text, at, 'there is more than one root element');
    this.#seenRoot = true;
    if (this.#open.length > 0 && name === inner && this.#plainNames.size < 200) this.#plainNames.add(name);
    this.#open.push(name);
    this.#handler.open(name, list === '' ? none : this.#attributes(list, text, at));
    if (empty) {
      this.#handler.close(name);
      this.#open.pop();
    }
    return end + 1;
  }

  #attributes(list: string, text: string, at: number): Record<string, string> {
    const attributes: Record<string, string> = {};
    for (const [, name = '', double, single] of list.matchAll(attribute)) {
      if (Object.hasOwn(attributes, name)) this.#fail(text, at, `the attribute ${name} stands there twice`);
      const value = double ?? single ?? '';
      attributes[name] = value.includes('&') ? this.#resolve(value, text, at) : value;
    }
    return attributes;
  }

  #declaration(text: string, at: number): number {
    if (text.startsWith('<![CDATA[', at)) {
      if (this.#open.length === 0) this.#fail(text, at, 'text outside of the root element');
      this.#inside = 'cdata';
      return at + 9;
    }
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('--', at + 4);
      if (end < 0 || end + 2 >= text.length) return -1;
      if (text[end + 2] !== '>') this.#fail(text, end, '"--" stands in a comment');
      return end + 3;
    }
    if (text.startsWith('<!DOCTYPE', at)) {
      const subset = text.indexOf('[', at);
      const end = text.indexOf('>', at);
      if (subset >= 0 && (end < 0 || subset < end)) {
        this.#handler.doctype('[');
        this.#fail(text, at, 'a DOCTYPE that declares something');
      }
      if (end >= 0) this.#handler.doctype(text.slice(at + 9, end));
      return end < 0 ? -1 : end + 1;
    }
    // `<![CDA` and the like may go on in the next piece.
    if (text.length - at < 9 && ['<![CDATA[', '<!DOCTYPE', '<!--'].some((start) => start.startsWith(text.slice(at))))
      return -1;
    this.#fail(text, at, 'a declaration that no export has');
  }
}

/** The `>` that ends a tag: not one inside a quoted attribute. `end`: the first one. */
function tagEnd(text: string, from: number, end: number): number {
  const quote = /["']/.exec(text.slice(from, end));
  if (quote === null) return end;
  for (let at = from + quote.index; at < text.length; at++) {
    const char = text[at];
    if (char === '>') return at;
    if (char === '"' || char === "'") {
      at = text.indexOf(char, at + 1);
      if (at < 0) return -1;
    }
  }
  return -1;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
