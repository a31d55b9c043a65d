import { cdata, escapeXml } from '#lib/html';

/** XML that is already written; plain strings among the children of an element are text. */
export type Xml = { readonly xml: string };

type Child = Xml | string | null | false | readonly Child[];

const write = (child: Child): string => {
  if (child === null || child === false) return '';
  if (typeof child === 'string') return escapeXml(child);
  return 'xml' in child ? child.xml : child.map(write).join('');
};

/** One element. Attributes without a value are left out; text and values are escaped. */
export function element(
  name: string,
  attributes: Record<string, string | number | null | undefined>,
  ...children: Child[]
): Xml {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  const content = write(children);
  return { xml: content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>` };
}

/** An element that is nothing but its text; nothing at all where there is no text. */
export const textElement = (name: string, text: string | null | undefined): Xml | null =>
  text === null || text === undefined || text === '' ? null : element(name, {}, text);

/** HTML as the text of an element, kept readable. */
export const htmlText = (html: string): Xml => ({ xml: cdata(html) });

/** The file: its declaration, the root, and a line break between the children of long lists (see `lines`). */
export const xmlFile = (root: Xml): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`;

/** The same children, each on a line of its own. */
export const lines = (children: readonly Child[]): Xml => ({
  xml:
    children
      .map(write)
      .filter(Boolean)
      .map((line) => `\n${line}`)
      .join('') + (children.length > 0 ? '\n' : ''),
});
