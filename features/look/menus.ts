import { listNamed, listSections } from '#features/articles/queries';
import type { MenuItem, MenuTarget, Settings } from '#features/settings/schema';
import { archivePath, articlePath, authorPath, pagePath, sectionPath, tagPath } from '#lib/addresses';
import { cacheTags } from '#lib/cache-tags';
import type { MenuDeskItem, MenuEntry } from './schema.ts';

const pathOf = {
  section: sectionPath,
  tag: tagPath,
  author: authorPath,
  article: articlePath,
  page: pagePath,
} as const;

type Known = { name: string; href: string; shown: boolean };
const keyOf = (target: MenuTarget): string => (target.kind === 'address' ? '' : `${target.kind}:${target.id}`);

/** What the entries lead to, by kind and id, and the cache tags under which that changes. */
async function targetsOf(items: readonly MenuItem[]): Promise<{ known: Map<string, Known>; tags: string[] }> {
  const asked = items.flatMap(({ target }) => (target.kind === 'address' ? [] : [target]));
  const known = new Map<string, Known>();
  const tags: string[] = [];
  for (const { kind, id, slug, name, shown } of asked.length > 0 ? await listNamed(asked) : []) {
    known.set(`${kind}:${id}`, { name, href: pathOf[kind](slug), shown });
    tags.push(cacheTags[kind](slug));
  }
  return { known, tags };
}

/** An address in place of words: a host and its path, or a path of this site as a word. */
const nameOf = (address: string): string => {
  const plain = address.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '');
  return plain.replace(/^\/(.)/u, (_, first: string) => first.toUpperCase()) || address;
};

const entryOf = (item: MenuItem, known: Map<string, Known>): MenuDeskItem => {
  if (item.target.kind === 'address') {
    const { address } = item.target;
    return { ...item, name: nameOf(address), href: address, gone: false };
  }
  const found = known.get(keyOf(item.target));
  return { ...item, name: found?.name ?? '', href: found?.href ?? '', gone: !found?.shown };
};

/** The entries of a menu with what they lead to, for who arranges it. */
export async function describeMenu(items: readonly MenuItem[]): Promise<MenuDeskItem[]> {
  const { known } = await targetsOf(items);
  return items.map((item) => entryOf(item, known));
}

/** What readers see of an arranged menu: without what is gone. What stood under such an entry takes its place. */
function entriesOf(items: readonly MenuItem[], known: Map<string, Known>): MenuEntry[] {
  const entries: MenuEntry[] = [];
  let parent: MenuEntry | null = null;
  for (const item of items) {
    const { gone, label, name, href } = entryOf(item, known);
    if (!item.under) parent = null;
    if (gone) continue;
    const shown = { label: label || name, href };
    if (item.under && parent) parent.children.push(shown);
    else {
      const entry: MenuEntry = { ...shown, children: [] };
      entries.push(entry);
      if (!item.under) parent = entry;
    }
  }
  return entries;
}

/** The menus that pages show; null where none was arranged, so that the publication's own stands there. */
export async function getMenus({ headerMenu, footerMenu }: Pick<Settings, 'headerMenu' | 'footerMenu'>): Promise<{
  header: MenuEntry[] | null;
  footer: MenuEntry[] | null;
  tags: string[];
}> {
  const { known, tags } = await targetsOf([...headerMenu, ...footerMenu]);
  const shown = (items: readonly MenuItem[]) => (items.length === 0 ? null : entriesOf(items, known));
  return { header: shown(headerMenu), footer: shown(footerMenu), tags };
}

/** What to begin an arranged header from: what stands there while nothing is. */
export async function ownHeader(sectionIds: ReadonlyMap<string, number>): Promise<MenuTarget[]> {
  const sections = (await listSections()).slice(0, 7);
  return [
    ...sections.flatMap(({ slug }) => {
      const id = sectionIds.get(slug);
      return id === undefined ? [] : [{ kind: 'section' as const, id }];
    }),
    { kind: 'address' as const, address: archivePath },
  ];
}
