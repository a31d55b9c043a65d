import { mf2 } from 'microformats-parser';
import { plain } from './page.ts';

type Property = ReturnType<typeof mf2>['items'][number]['properties'][string][number];
type Root = ReturnType<typeof mf2>['items'][number];

export type LinkbackKind = 'reply' | 'like' | 'repost' | 'bookmark' | 'mention';

/** What a page says of itself by microformats2 (https://microformats.org/wiki/h-entry). Empty where it does not say. */
export type Entry = {
  kind: LinkbackKind;
  author: string;
  authorUrl: string;
  photo: string;
  title: string;
  excerpt: string;
  published: string;
};

/** In the order in which they count: a reply that also likes is a reply. */
const kinds: readonly [property: string, kind: LinkbackKind][] = [
  ['in-reply-to', 'reply'],
  ['repost-of', 'repost'],
  ['like-of', 'like'],
  ['bookmark-of', 'bookmark'],
];

const marked = /\bh-(?:entry|cite|event|review|recipe|feed)\b|\bhentry\b/;
const mostEntries = 500;

/**
 * The entry of a page that links to what `isTarget` knows, or its only one. Null where it has none, or they can't be read.
 */
export function readEntry(html: string, address: string, isTarget: (url: string) => boolean): Entry | null {
  if (!marked.test(html)) return null;
  let items: Root[];
  try {
    ({ items } = mf2(html, { baseUrl: address }));
  } catch {
    // Nested deeper than can be read, or markup it knows no way with.
    return null;
  }
  const entries = flattened(items).filter(({ type = [] }) =>
    type.some((name) => /^h-(?!card|feed|adr|geo)/.test(name)),
  );
  const kindOf = (root: Root): LinkbackKind | null =>
    kinds.find(([name]) => (root.properties[name] ?? []).some((value) => addressesOf(value).some(isTarget)))?.[1] ??
    null;
  const linking = entries.find((root) => kindOf(root) !== null);
  const naming = linking ?? entries.find((root) => linksIn(root).some(isTarget));
  const entry = naming ?? (entries.length === 1 ? entries[0] : undefined);
  if (!entry) return null;
  const cards = items.filter(({ type = [] }) => type.includes('h-card'));
  const author = entry.properties.author?.[0] ?? (cards.length === 1 ? cards[0] : undefined);
  const content = textOf(entry.properties.content?.[0]);
  const name = textOf(entry.properties.name?.[0]);
  // A note has no title; what stands for one there is the beginning of its text.
  const isTitle = name !== '' && !(content !== '' && content.startsWith(name.slice(0, 60)));
  return {
    kind: kindOf(entry) ?? 'mention',
    ...authorOf(author),
    title: isTitle ? name : '',
    excerpt: textOf(entry.properties.summary?.[0]) || content,
    published: textOf(entry.properties.published?.[0]),
  };
}

function flattened(items: readonly Root[]): Root[] {
  const found: Root[] = [];
  const open = [...items].reverse();
  for (let item = open.pop(); item && found.length < mostEntries; item = open.pop()) {
    found.push(item);
    open.push(...(item.children ?? []).toReversed());
  }
  return found;
}

const isRoot = (value: Property): value is Root => typeof value === 'object' && 'properties' in value;

/** The addresses that a property names: itself, or those of the cite that it is. */
function addressesOf(value: Property): string[] {
  if (typeof value === 'string') return [value];
  if (!isRoot(value)) return 'value' in value && typeof value.value === 'string' ? [value.value] : [];
  const named = [...(value.properties.url ?? []), ...(value.properties.uid ?? []), value.value ?? ''];
  return named.filter((each): each is string => typeof each === 'string');
}

/** Addresses in the markup of an entry's text. */
function linksIn({ properties }: Root): string[] {
  const html = (properties.content ?? []).map((value) =>
    typeof value === 'object' && 'html' in value ? value.html : '',
  );
  return html.flatMap((text) => [...text.matchAll(/(?:href|src)\s*=\s*["']([^"']+)["']/g)].map(([, url = '']) => url));
}

function textOf(value: Property | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return plain(value);
  if (isRoot(value)) return textOf(value.properties.name?.[0] ?? value.value);
  return plain(typeof value.value === 'string' ? value.value : '');
}

function authorOf(value: Property | undefined): Pick<Entry, 'author' | 'authorUrl' | 'photo'> {
  if (value === undefined) return { author: '', authorUrl: '', photo: '' };
  if (!isRoot(value)) {
    const text = textOf(value);
    // An author that is an address alone is a page about them, which nobody fetches for that.
    return /^https?:\/\//i.test(text)
      ? { author: '', authorUrl: text, photo: '' }
      : { author: text, authorUrl: '', photo: '' };
  }
  return {
    author: textOf(value.properties.name?.[0]),
    authorUrl: addressesOf(value.properties.url?.[0] ?? '')[0] ?? '',
    photo: addressesOf(value.properties.photo?.[0] ?? '')[0] ?? '',
  };
}
