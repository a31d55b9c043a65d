import { basename } from 'node:path';
import { readText, refused } from './wxr-source.ts';
import { XmlError, type XmlHandler, XmlScanner } from './xml-scanner.ts';

/** A term as an item names it. */
type WxrTermUse = { domain: string; slug: string; name: string };

/** A comment as it stands in the file, every value a string. */
export type WxrComment = Record<string, string>;

export type WxrItem = {
  /** The elements of the item by name without prefix (`post_id`, `title`, …); `content` and `excerpt` are the encoded ones. */
  fields: Record<string, string>;
  terms: WxrTermUse[];
  /** Post meta; of a key that occurs more than once, all values. */
  meta: Map<string, string[]>;
  comments: WxrComment[];
};

/** A category, tag or author of the channel, by element names without prefix. */
type WxrEntry = { kind: 'author' | 'category' | 'tag' | 'term' | 'redirect'; fields: Record<string, string> };

export type WxrPart =
  | { type: 'channel'; fields: Record<string, string> }
  | { type: 'entry'; entry: WxrEntry }
  | { type: 'item'; item: WxrItem };

const entries: Record<string, WxrEntry['kind'] | undefined> = {
  'wp:author': 'author',
  'wp:category': 'category',
  'wp:tag': 'tag',
  'wp:term': 'term',
  'broadsheet:redirect': 'redirect',
};

/** Element names as keys: without prefix, the two `encoded` told apart. */
const keyOf = (name: string): string => {
  if (name === 'content:encoded') return 'content';
  if (name === 'excerpt:encoded') return 'excerpt';
  return name.slice(name.indexOf(':') + 1);
};

/**
 * Reads a WordPress export part by part; never more than one item is held. The channel's own elements come as one
 * part, before the first item or at the end. `comments: false` leaves those out. Throws a `PersonError` that names the line when the file is not well
 * formed, is not a WordPress export, declares entities, or is cut.
 */
export async function* readWxr(
  path: string,
  options: {
    repair?: boolean;
    comments?: boolean;
    onBytes?: (bytes: number) => void;
    signal?: AbortSignal | undefined;
  } = {},
): AsyncGenerator<WxrPart> {
  const name = basename(path);
  const repair = options.repair ?? false;
  const reading = new Reading(name, repair, options.comments ?? true);
  for await (const text of readText(path, {
    repair,
    signal: options.signal,
    ...(options.onBytes && { onBytes: options.onBytes }),
  })) {
    reading.write(text);
    yield* reading.take();
  }
  reading.end();
  yield* reading.take();
}

class Reading {
  readonly #scanner: XmlScanner;
  readonly #name: string;
  readonly #comments: boolean;
  readonly #channel: Record<string, string> = {};
  #told = false;
  #parts: WxrPart[] = [];
  #text = '';
  #item: WxrItem | null = null;
  #comment: WxrComment | null = null;
  #entry: WxrEntry | null = null;
  #meta: { key: string; value: string } | null = null;
  #term: WxrTermUse | null = null;

  constructor(name: string, repair: boolean, comments: boolean) {
    this.#name = name;
    this.#comments = comments;
    const handler: XmlHandler = {
      open: (tag, attributes) => this.#opened(tag, attributes),
      close: (tag) => this.#closed(tag),
      text: (text) => {
        this.#text += text;
      },
      doctype: (content) => {
        if (content.includes('[')) {
          throw refused(
            `${name} declares entities of its own. No WordPress export does, and they can be a trap: it is not read.`,
          );
        }
      },
    };
    this.#scanner = new XmlScanner(handler, repair);
  }

  write(text: string): void {
    try {
      this.#scanner.write(text);
    } catch (error) {
      throw this.#explained(error);
    }
  }

  end(): void {
    try {
      this.#scanner.end();
    } catch (error) {
      throw this.#explained(error);
    }
    if (!this.#told) this.#tell();
  }

  take(): WxrPart[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  #explained(error: unknown): unknown {
    if (!(error instanceof XmlError)) return error;
    const { kind, message, line, offset } = error;
    const name = this.#name;
    switch (kind) {
      case 'cut':
        return refused(
          `${name} is cut: it ends at line ${line}, character ${offset}, inside <${message}>. Nothing was imported; export or download it again.`,
        );
      case 'character':
        return refused(
          `${name} has a control character (${message}) at line ${line} that XML does not allow. Nothing was imported; run the import with --repair to drop such characters.`,
        );
      case 'not-xml':
        return refused(`${name} is not XML (line ${line}). Give the file that WordPress makes under Tools, Export.`);
      case 'syntax':
        return refused(
          `${name} is not well-formed XML at line ${line}: ${message}. Nothing was imported; export it again.`,
        );
    }
  }

  #opened(name: string, attributes: Record<string, string>): void {
    const depth = this.#scanner.open.length;
    this.#text = '';
    if (depth === 1 && name !== 'rss') {
      throw refused(`${this.#name} is not a WordPress export: it begins with <${name}>, not <rss>.`);
    }
    if (depth === 3 && name === 'item') {
      if (!this.#told) this.#tell();
      this.#item = { fields: {}, terms: [], meta: new Map(), comments: [] };
    } else if (depth === 3) {
      const kind = entries[name];
      if (kind) this.#entry = { kind, fields: {} };
      // Ours says first that it is ours; WordPress says some of it after its authors and terms.
      if (kind && !this.#told && this.#channel.generator) this.#tell();
    } else if (depth === 4 && this.#item) {
      if (name === 'wp:comment') this.#comment = this.#comments ? {} : null;
      else if (name === 'wp:postmeta') this.#meta = { key: '', value: '' };
      else if (name === 'category') {
        this.#term = { domain: attributes.domain ?? '', slug: attributes.nicename ?? '', name: '' };
      }
    }
  }

  #closed(name: string): void {
    const depth = this.#scanner.open.length;
    const text = this.#text;
    this.#text = '';
    if (depth === 3) this.#closedInChannel(name, text);
    else if (depth === 4 && this.#item) this.#closedInItem(this.#item, name, text);
    else if (depth === 4 && this.#entry) this.#entry.fields[keyOf(name)] = text;
    else if (depth === 5 && this.#comment) this.#comment[keyOf(name)] = text;
    else if (depth === 5 && this.#meta) {
      if (name === 'wp:meta_key') this.#meta.key = text;
      else if (name === 'wp:meta_value') this.#meta.value = text;
    }
  }

  #closedInChannel(name: string, text: string): void {
    if (name === 'item' && this.#item) {
      this.#parts.push({ type: 'item', item: this.#item });
      this.#item = null;
    } else if (this.#entry && entries[name]) {
      this.#parts.push({ type: 'entry', entry: this.#entry });
      this.#entry = null;
    } else if (this.#scanner.open[1] === 'channel' && name !== 'image') this.#channel[keyOf(name)] ??= text.trim();
  }

  #closedInItem(item: WxrItem, name: string, text: string): void {
    if (name === 'wp:comment' && this.#comment) {
      item.comments.push(this.#comment);
      this.#comment = null;
    } else if (name === 'wp:postmeta' && this.#meta) {
      const values = item.meta.get(this.#meta.key);
      if (values) values.push(this.#meta.value);
      else item.meta.set(this.#meta.key, [this.#meta.value]);
      this.#meta = null;
    } else if (name === 'category' && this.#term) {
      item.terms.push({ ...this.#term, name: text.trim() });
      this.#term = null;
    } else item.fields[keyOf(name)] = text;
  }

  #tell(): void {
    this.#told = true;
    const version = this.#channel.wxr_version;
    if (version === undefined) {
      throw refused(
        `${this.#name} is RSS, but not a WordPress export: it has no wp:wxr_version. Give the file that WordPress makes under Tools, Export.`,
      );
    }
    if (!/^1(\.|$)/.test(version)) {
      throw refused(`${this.#name} is a WordPress export of version ${version}; this import reads 1.0 to 1.2.`);
    }
    this.#parts.push({ type: 'channel', fields: { ...this.#channel } });
  }
}
