import { Flow } from './html-flow.ts';
import { type FromHtmlOptions, Reader } from './html-reader.ts';
import { parseHtml } from './html-tree.ts';
import { checkDocument, type DocumentNode } from './schema.ts';
import { extractShortcodes } from './wordpress-source.ts';

export type { FromHtmlOptions, ResolvedFile } from './html-reader.ts';

/**
 * Reads HTML of any quality into a document that fits the schema. Nothing active survives, addresses are safe ones,
 * and what is not understood is kept as `unknown` nodes. Takes time linear in the length of `html`.
 */
export function documentFromHtml(html: string, options: FromHtmlOptions = {}): DocumentNode {
  const content = blocksOf(html, options);
  if (content.length === 0) content.push({ type: 'paragraph' });
  return checkDocument({ type: 'doc', content });
}

function blocksOf(html: string, options: FromHtmlOptions): DocumentNode[] {
  // Postgres stores neither NUL nor half a surrogate pair.
  const clean = (html.isWellFormed() ? html : html.toWellFormed()).replaceAll('\u0000', '');
  const wordpress = options.wordpress ?? false;
  const { html: source, shortcodes } =
    wordpress && !options.comment ? extractShortcodes(clean) : { html: clean, shortcodes: [] };
  // Where there are blocks, WordPress does not guess paragraphs.
  const classic = wordpress && !/<!--\s*wp:/.test(clean);
  const rules = { classic, embeds: wordpress, links: options.comment ?? false };
  const reader = new Reader(source, shortcodes, rules, options);
  reader.fragment = (inner) => blocksOf(inner, { ...options, depth: (options.depth ?? 0) + 1 });
  const flow = new Flow(rules);
  reader.walk(parseHtml(source).children, flow);
  flow.flush();
  return flow.blocks;
}
