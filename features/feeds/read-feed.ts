import { Readable } from 'node:stream';
import library from 'feedparser';
import { SaxesParser } from 'saxes';

/** What the tests look at of what `feedparser` makes of a feed. */
type ReadItem = {
  guid: string;
  title: string;
  link: string;
  description: string | null;
  summary: string | null;
  author: string | null;
  categories: string[];
  pubdate: Date;
  date: Date;
  enclosures: { url: string; type: string; length: string }[];
  comments: string | null;
  [element: string]: unknown;
};
export type ReadFeed = {
  meta: {
    title: string;
    link: string;
    xmlurl: string;
    language: string | null;
    date: Date | null;
    [key: string]: unknown;
  };
  items: ReadItem[];
};

type Parser = NodeJS.WritableStream & { meta: ReadFeed['meta']; read(): ReadItem | null };
const FeedParser = library as new (options: object) => Parser;

/** For the tests: a feed as a real feed reader's library reads it, after a strict XML parser has taken it. */
export async function readFeed(xml: string): Promise<ReadFeed> {
  assertWellFormed(xml);
  const parser = new FeedParser({ resume_saxerror: false });
  const items: ReadItem[] = [];
  await new Promise<void>((done, fail) => {
    parser.on('error', fail);
    parser.on('readable', () => {
      for (let item = parser.read(); item; item = parser.read()) items.push(item);
    });
    parser.on('end', () => done());
    Readable.from([Buffer.from(xml)]).pipe(parser);
  });
  return { meta: parser.meta, items };
}

/** For the tests: throws where a strict parser with namespaces would stop; gives the elements by name with their text. */
export function assertWellFormed(xml: string): { name: string; text: string }[] {
  const elements: { name: string; text: string }[] = [];
  const open: { name: string; text: string }[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    const element = { name, text: '' };
    open.push(element);
    elements.push(element);
  });
  const take = (text: string): void => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  return elements;
}
