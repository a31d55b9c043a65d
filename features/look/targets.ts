import { and, eq, inArray } from 'drizzle-orm';
import { db } from '#db/client';
import { article, author, section, tag } from '#db/schema/index';
import { FieldProblem } from '#features/newsroom/schema';
import { type MenuTarget, SettingsShape } from '#features/settings/schema';
import { decodeSegment } from '#lib/addresses';
import { siteUrl } from '#lib/env';

const terms = { sections: ['section', section], tags: ['tag', tag], authors: ['author', author] } as const;

/** Pages that this site makes by itself. */
const own = new Set([
  ...['archive', 'corrections', 'sign-in', 'account', 'about', 'webmention'],
  ...['feed.xml', 'atom.xml', 'feed.json', 'sitemap.xml'],
]);

/** A typed address as what it leads to: something of this site by its id, so that it is found when its address changes. */
export async function targetOf(typed: string): Promise<MenuTarget> {
  const text = typed.trim();
  if (text === '')
    throw new FieldProblem('address', 'Write where this entry leads: an address of this site, or any other.');
  const site = siteUrl();
  const address = text === site ? '/' : text.startsWith(`${site}/`) ? text.slice(site.length) : text;
  const [, folder, last = ''] = /^\/(?:(sections|tags|authors|articles)\/)?([^/?#]+)\/?$/.exec(address) ?? [];
  const slug = last === '' ? null : decodeSegment(last);
  if (slug !== null && (folder !== undefined || !own.has(slug))) return ofThisSite(folder, slug);
  const target = { kind: 'address' as const, address };
  const item = { key: '00000000', label: '', target, under: false };
  if (!SettingsShape.shape.headerMenu.safeParse([item]).success)
    throw new FieldProblem(
      'address',
      'This is no address. It begins with https://, or with / for a page of this site.',
    );
  return target;
}

async function ofThisSite(folder: string | undefined, slug: string): Promise<MenuTarget> {
  if (folder === undefined || folder === 'articles') {
    const kind = folder === undefined ? 'page' : 'article';
    const [row] = await db
      .select({ id: article.id })
      .from(article)
      .where(and(eq(article.kind, kind), eq(article.slug, slug), inArray(article.status, ['scheduled', 'published'])));
    if (row) return { kind, id: row.id };
  } else {
    const [kind, table] = terms[folder as keyof typeof terms];
    const [row] = await db.select({ id: table.id }).from(table).where(eq(table.slug, slug));
    if (row) return { kind, id: row.id };
  }
  throw new FieldProblem(
    'address',
    'There is nothing at this address of the site. Open the page, and copy its address.',
  );
}

/** Sections by their addresses. */
export async function sectionIds(): Promise<Map<string, number>> {
  const rows = await db.select({ id: section.id, slug: section.slug }).from(section);
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}
