import type { Metadata } from 'next';
import type { Settings } from '#features/settings/schema';
import { messagesFor } from '#messages/catalogue';

type OpenGraph = NonNullable<Metadata['openGraph']>;
type FeedTypes = Record<string, { url: string; title: string }[]>;

/** The feeds of a list, for `<link rel="alternate">`. `prefix` is the list's address, `''` that of the site. */
export function feedTypes(prefix: string, title: string): FeedTypes {
  return {
    'application/rss+xml': [{ url: `${prefix}/feed.xml`, title: `${title} (RSS)` }],
    'application/atom+xml': [{ url: `${prefix}/atom.xml`, title: `${title} (Atom)` }],
    'application/feed+json': [{ url: `${prefix}/feed.json`, title: `${title} (JSON Feed)` }],
  };
}

/** What Open Graph says on every page. */
export function siteName(settings: Settings): OpenGraph {
  return { type: 'website', siteName: settings.name, locale: settings.language.replace('-', '_') };
}

/** The picture of pages that have none of their own; see `app/opengraph-image.tsx`. */
const sitePicture = { url: '/opengraph-image', width: 1200, height: 630 };

/** The metadata of a list: section, tag, author, archive. `path` is the address of the page itself. */
export function listMetadata(input: {
  settings: Settings;
  title: string;
  description: string;
  path: string;
  /** The list has feeds of its own under this address. */
  feeds?: string;
  /** Number of an older page, for its title. */
  page?: { page: number; pages: number };
}): Metadata {
  const { settings, description, path, feeds, page } = input;
  const t = messagesFor(settings.language);
  const title = page ? `${input.title}, ${t.pageOf(String(page.page), String(page.pages))}` : input.title;
  return {
    title,
    ...(description ? { description } : {}),
    alternates: { canonical: path, types: feedTypes(feeds ?? '', feeds === undefined ? settings.name : input.title) },
    openGraph: {
      ...siteName(settings),
      title,
      url: path,
      images: [sitePicture],
      ...(description ? { description } : {}),
    },
  };
}
