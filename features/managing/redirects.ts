import { and, asc, eq, or, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { article, author, redirect, section, tag } from '#db/schema/index';
import { FieldProblem } from '#features/newsroom/schema';
import type { Actor } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import { canManage } from './policy.ts';
import { note } from './rewriting.ts';
import { type RedirectList, redirectsEach } from './schema.ts';

function requireManager(actor: Actor): void {
  if (!canManage(actor)) throw new PersonError('refused', 'Only editors manage old addresses.');
}

/** Lets the address that something of ours had lead to the one it has now, in one step. */
export async function addressLeadsOn(tx: Queryable, from: string, to: string): Promise<void> {
  await freeAddress(tx, to);
  await tx
    .update(redirect)
    .set({ target: to })
    .where(or(eq(redirect.target, from), eq(redirect.target, encodeURI(from))));
  await tx
    .insert(redirect)
    .values({ path: from, target: to })
    .onConflictDoUpdate({ target: redirect.path, set: { target: to } });
}

/** What stands at an address of its own leads nowhere else. */
export async function freeAddress(tx: Queryable, path: string): Promise<void> {
  await tx.delete(redirect).where(eq(redirect.path, path));
}

/** One page (from 1) of all old addresses, by path; `text` is in the path or in where it leads. */
export async function listRedirects(input: { actor: Actor; text?: string; page?: number }): Promise<RedirectList> {
  const { actor, text = '', page: asked = 1 } = input;
  requireManager(actor);
  const words = `%${text
    .trim()
    .slice(0, 200)
    .replace(/[\\%_]/g, '\\$&')}%`;
  const where =
    text.trim() === '' ? undefined : sql`(${redirect.path} ilike ${words} or ${redirect.target} ilike ${words})`;
  const total = await db.$count(redirect, where);
  const pages = Math.max(1, Math.ceil(total / redirectsEach));
  const page = Math.min(Math.max(1, Math.trunc(asked) || 1), pages);
  const redirects = await db
    .select()
    .from(redirect)
    .where(where)
    .orderBy(asc(redirect.path))
    .limit(redirectsEach)
    .offset((page - 1) * redirectsEach);
  return { redirects, page, pages, total };
}

/** The first part of addresses that the site itself answers. */
const own = new Set(
  '_next account admin api archive corrections files healthz oembed preview respond responses sign-in sign-out sitemaps unsubscribe webmention xmlrpc'.split(
    ' ',
  ),
);
/** Files at the root, which never come to the table. */
const rootFile = /^\/[^/]+[.](?:xml|json|txt|ico|png|svg|webmanifest)$/;
const longest = 1000;

/** A path as it is kept: decoded, one slash between its parts and none at its end; `?p=12` and the like stay with it. */
function readPath(typed: string): string {
  const text = typed.trim();
  const problem = (message: string) => new FieldProblem('path', message);
  if (text === '') throw problem('Write the old address, from the slash after the name of the site.');
  if (!/^\/(?![/\\])/.test(text)) throw problem('An old address begins with one slash, such as /2019/04/a-story.');
  const [bare = '', query = ''] = text.replace(/#.*$/, '').split(/\?(.*)/s);
  if (query !== '' && !/^(?:p|page_id|attachment_id)=\d{1,18}$/.test(query))
    throw problem('What comes after the question mark can only be p=, page_id= or attachment_id= with a number.');
  let path = bare;
  try {
    path = decodeURIComponent(bare);
  } catch {
    throw problem('This address can not be read: a % in it is not followed by two digits.');
  }
  path =
    path
      .normalize('NFC')
      .replace(/\/{2,}/g, '/')
      .replace(/\/$/, '') || '/';
  if (path.length > longest || /[\p{Cc}\\]/u.test(path))
    throw problem('This is no address that a page could have had.');
  if (path === '/' && query === '') throw problem('This is the front page.');
  const [, first = ''] = path.split('/');
  if (query === '' && (own.has(first.toLowerCase()) || rootFile.test(path)))
    throw problem('This address is one of the site itself.');
  return query === '' ? path : `${path}?${query}`;
}

function readTarget(typed: string): string {
  const text = typed.trim();
  if (!/^\/(?![/\\])/.test(text) || text.length > longest || /[\s\p{Cc}\\]/u.test(text))
    throw new FieldProblem('target', 'Write where it leads: an address of this site that begins with one slash.');
  try {
    return decodeURI(text).replace(/(.)\/$/, '$1');
  } catch {
    throw new FieldProblem('target', 'This address can not be read: a % in it is not followed by two digits.');
  }
}

/** Throws where a page of ours stands at a path, published or not. */
async function requireNoPage(tx: Queryable, path: string): Promise<void> {
  const [, folder = '', slug, ...rest] = path.split('/');
  if (rest.length > 0) return;
  const kinds = { sections: section, tags: tag, authors: author } as const;
  const table = folder in kinds && slug !== undefined ? kinds[folder as keyof typeof kinds] : null;
  const found =
    table !== null && slug !== undefined
      ? await tx.select({ id: table.id }).from(table).where(eq(table.slug, slug))
      : folder === 'articles' && slug !== undefined
        ? await tx
            .select({ id: article.id })
            .from(article)
            .where(and(eq(article.kind, 'article'), eq(article.slug, slug)))
        : slug === undefined
          ? await tx
              .select({ id: article.id })
              .from(article)
              .where(and(eq(article.kind, 'page'), eq(article.slug, folder)))
          : [];
  if (found.length > 0)
    throw new FieldProblem(
      'path',
      'A page of this site has this address. Change the address of that page first.',
      'conflict',
    );
}

/** Follows the table from an address to where it ends. Null: it comes back to where it began. */
async function endOf(tx: Queryable, target: string, begin: string): Promise<string | null> {
  let at = target;
  for (let step = 0; step < 50; step++) {
    if (at === begin) return null;
    const [next] = await tx.select({ target: redirect.target }).from(redirect).where(eq(redirect.path, at));
    if (!next) return at;
    at = next.target;
  }
  return null;
}

/** The cache tag of a page that knows where its address leads now. */
function tagsOfPath(path: string): string[] {
  const [, folder, slug] = path.split('/');
  if (slug === undefined) return folder ? [cacheTags.page(folder)] : [];
  const tagOf = {
    articles: cacheTags.article,
    sections: cacheTags.section,
    tags: cacheTags.tag,
    authors: cacheTags.author,
  };
  return folder !== undefined && folder in tagOf ? [tagOf[folder as keyof typeof tagOf](slug.slice(0, 200))] : [];
}

/** Lets an old address lead to one of this site. Refuses what a page of ours has, and what would lead in a circle. */
export async function addRedirect(input: { actor: Actor; path: string; target: string }): Promise<{ tags: string[] }> {
  requireManager(input.actor);
  const path = readPath(input.path);
  const target = readTarget(input.target);
  return db.transaction(async (tx) => {
    const [known] = await tx.select().from(redirect).where(eq(redirect.path, path));
    if (known)
      throw new FieldProblem('path', `This address leads to ${known.target} already. Remove that first.`, 'conflict');
    await requireNoPage(tx, path);
    const end = await endOf(tx, target, path);
    if (end === null)
      throw new FieldProblem('target', 'It would lead in a circle: this leads back to the old address.');
    // What led here leads on in one step.
    await tx.update(redirect).set({ target: end }).where(eq(redirect.target, path));
    await tx.insert(redirect).values({ path, target: end });
    await note(tx, input.actor, 'redirect.add', path, { target: end });
    const tags = tagsOfPath(path);
    await expireTags(tx, tags);
    return { tags };
  });
}

/** Forgets an old address. One that is gone is no mistake. */
export async function removeRedirect(input: { actor: Actor; path: string }): Promise<{ tags: string[] }> {
  requireManager(input.actor);
  return db.transaction(async (tx) => {
    const [gone] = await tx.delete(redirect).where(eq(redirect.path, input.path)).returning();
    if (!gone) return { tags: [] };
    await note(tx, input.actor, 'redirect.remove', gone.path, { target: gone.target });
    const tags = tagsOfPath(gone.path);
    await expireTags(tx, tags);
    return { tags };
  });
}
