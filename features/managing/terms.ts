import { and, asc, eq, ne, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { article, articleTag, author, byline, section, tag } from '#db/schema/index';
import { FieldProblem } from '#features/newsroom/schema';
import { type Actor, requireConfirmed } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import { cutSlug, slugOf } from '#lib/slugs';
import { canManage } from './policy.ts';
import { addressLeadsOn, freeAddress } from './redirects.ts';
import { keptWith, note, rewriteNewest } from './rewriting.ts';
import { TermInput, type TermKind, type TermList, type TermView, termsEach } from './schema.ts';

const tables = { section, tag, author } as const;
/** Where the pages of a kind stand. */
const folders = { section: 'sections', tag: 'tags', author: 'authors' } as const;
const pathOf = (kind: TermKind, slug: string): string => `/${folders[kind]}/${slug}`;

/** How many articles of any state stand under a term. Names are written out: a query of one table leaves the table away. */
const counted = {
  section: sql<number>`(select count(*)::int from article a where a.section_id = "section".id)`,
  tag: sql<number>`(select count(*)::int from article_tag t where t.tag_id = "tag".id)`,
  author: sql<number>`(select count(*)::int from byline b where b.author_id = "author".id)`,
} as const;

function requireManager(actor: Actor): void {
  if (!canManage(actor)) throw new PersonError('refused', 'Only editors arrange sections, tags and authors.');
}

const missing = (kind: TermKind) =>
  new PersonError('not_found', `This ${kind} is no longer there. Go back to the list of all of them.`);

const inNavigation = [sql`${section.position} nulls last`, sql`lower(${section.name})`, asc(section.id)];

const columns = {
  section: {
    ...{ id: section.id, slug: section.slug, name: section.name, about: section.description },
    ...{ link: sql<null>`null`, as: sql<null>`null`, articles: counted.section },
  },
  tag: {
    ...{ id: tag.id, slug: tag.slug, name: tag.name, about: tag.description },
    ...{ link: sql<null>`null`, as: sql<null>`null`, articles: counted.tag },
  },
  author: {
    ...{ id: author.id, slug: author.slug, name: author.name, about: author.bio },
    ...{ link: author.link, as: author.kind, articles: counted.author },
  },
} as const;

/** One page (from 1) of sections in the order of the navigation, or of tags or authors by name. `text`: in the name. */
export async function listTerms(input: {
  actor: Actor;
  kind: TermKind;
  text?: string;
  page?: number;
}): Promise<TermList> {
  const { actor, kind, text = '', page: asked = 1 } = input;
  requireManager(actor);
  const table = tables[kind];
  const words = text
    .trim()
    .slice(0, 100)
    .replace(/[\\%_]/g, '\\$&');
  const where = words === '' ? undefined : sql`${table.name} ilike ${`%${words}%`}`;
  const total = await db.$count(table, where);
  const pages = Math.max(1, Math.ceil(total / termsEach));
  const page = Math.min(Math.max(1, Math.trunc(asked) || 1), pages);
  const terms: TermView[] = await db
    .select(columns[kind])
    .from(table)
    .where(where)
    .orderBy(...(kind === 'section' ? inNavigation : [sql`lower(${table.name})`, asc(table.id)]))
    .limit(termsEach)
    .offset((page - 1) * termsEach);
  return { terms, page, pages, total };
}

/** One of them; throws where it is gone. */
export async function requireTerm(input: { actor: Actor; kind: TermKind; id: number }): Promise<TermView> {
  requireManager(input.actor);
  const table = tables[input.kind];
  const [term] = await db.select(columns[input.kind]).from(table).where(eq(table.id, input.id));
  if (!term) throw missing(input.kind);
  return term;
}

/** Names and addresses of a kind, by name, to choose from; at most 500. */
export async function listTermNames({ actor, kind }: { actor: Actor; kind: TermKind }) {
  requireManager(actor);
  const table = tables[kind];
  return db.select({ slug: table.slug, name: table.name }).from(table).orderBy(asc(table.name)).limit(500);
}

/**
 * Makes a section, tag or author (`id` is null), or changes one. An address that it had leads to the new one from then on.
 * Gives its id and the cache tags that were expired. A mistake is a `FieldProblem`.
 */
export async function saveTerm(input: {
  actor: Actor;
  kind: TermKind;
  id: number | null;
  term: TermInput;
}): Promise<{ id: number; tags: string[] }> {
  const { actor, kind, id } = input;
  requireManager(actor);
  const parsed = TermInput.safeParse(input.term);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new FieldProblem(String(issue?.path[0] ?? ''), issue?.message ?? '');
  }
  const { name, about, link, as } = parsed.data;
  const table = tables[kind];
  return db.transaction(async (tx) => {
    const [before] =
      id === null
        ? []
        : await tx.select({ slug: table.slug, name: table.name }).from(table).where(eq(table.id, id)).for('update');
    if (id !== null && !before) throw missing(kind);
    const wanted = slugOf(parsed.data.slug) || (before?.slug ?? '');
    const slug = wanted || (await freeSlug(tx, kind, slugOf(name)));
    await requireFree(tx, kind, id, { name, slug });
    const values =
      kind === 'author' ? { slug, name, bio: about, link: link || null, kind: as } : { slug, name, description: about };
    const made = await write(tx, kind, id, values);
    if (before && before.slug !== slug) await addressLeadsOn(tx, pathOf(kind, before.slug), pathOf(kind, slug));
    else if (!before) await freeAddress(tx, pathOf(kind, slug));
    if (before && kind === 'tag' && before.name !== name) await renameInDrafts(tx, before.name, name);
    await note(tx, actor, `${kind}.${before ? 'change' : 'create'}`, `${kind}:${made}`, { name, slug });
    const isNamed = before !== undefined && (before.name !== name || before.slug !== slug);
    const tags = [
      cacheTags[kind](slug),
      ...(before ? [cacheTags[kind](before.slug)] : []),
      // Its name stands in lists, cards and articles of every kind; and what is said of an author with each article.
      ...(isNamed || (before && kind === 'author') ? [cacheTags.everything] : []),
      ...(kind === 'section' ? [cacheTags.navigation, cacheTags.lists] : []),
    ];
    await expireTags(tx, tags);
    return { id: made, tags };
  });
}

async function write(
  tx: Queryable,
  kind: TermKind,
  id: number | null,
  values: { slug: string; name: string },
): Promise<number> {
  const table = tables[kind];
  if (id !== null) {
    await tx.update(table).set(values).where(eq(table.id, id));
    return id;
  }
  const [row] = await tx.insert(table).values(values).returning({ id: table.id });
  if (!row) throw new Error(`The ${kind} was not stored.`);
  return row.id;
}

async function freeSlug(tx: Queryable, kind: TermKind, wanted: string): Promise<string> {
  const table = tables[kind];
  const base = cutSlug(wanted) || kind;
  for (let number = 1; ; number++) {
    const slug = number === 1 ? base : `${cutSlug(base.slice(0, 190))}-${number}`;
    const [taken] = await tx.select({ id: table.id }).from(table).where(eq(table.slug, slug));
    if (!taken) return slug;
  }
}

async function requireFree(tx: Queryable, kind: TermKind, id: number | null, own: { name: string; slug: string }) {
  const table = tables[kind];
  const other = id === null ? undefined : ne(table.id, id);
  const [address] = await tx
    .select({ name: table.name })
    .from(table)
    .where(and(eq(table.slug, own.slug), other));
  if (address)
    throw new FieldProblem('slug', `“${address.name}” has this address. Choose another, or merge the two.`, 'conflict');
  // Two people may have one name; two tags or sections would be one.
  if (kind === 'author') return;
  const [name] = await tx
    .select({ slug: table.slug })
    .from(table)
    .where(and(sql`lower(${table.name}) = lower(${own.name})`, other));
  if (name)
    throw new FieldProblem(
      'name',
      `There is a ${kind} of this name, at “${name.slug}”. Choose another, or merge the two.`,
      'conflict',
    );
}

/** Lets texts that are not published yet have the tag by its new name, once. */
async function renameInDrafts(tx: Queryable, from: string, to: string): Promise<void> {
  const ids = await keptWith(
    tx,
    (fields) =>
      sql`exists (select from jsonb_array_elements_text(${fields}->'tags') e(name) where lower(e.name) = lower(${from}))`,
  );
  await rewriteNewest(
    tx,
    ids,
    sql`jsonb_set(fields, '{tags}', (
      select coalesce(jsonb_agg(name order by first), '[]'::jsonb) from (
        select case when lower(e.name) = lower(${from}) then ${to}::text else e.name end as name, min(place) as first
        from jsonb_array_elements_text(fields->'tags') with ordinality e(name, place) group by 1) named))`,
  );
}

/**
 * Makes two of a kind one: the articles of `id` come under the one that `into` names (its name or address), its address
 * leads there, and it is gone. Gives the cache tags that were expired.
 */
export async function mergeTerms(input: {
  actor: Actor;
  kind: TermKind;
  id: number;
  into: string;
}): Promise<{ id: number; tags: string[] }> {
  const { actor, kind, id } = input;
  requireManager(actor);
  requireConfirmed(actor);
  const table = tables[kind];
  return db.transaction(async (tx) => {
    const target = await findByName(tx, kind, input.into);
    if (target === id) throw new FieldProblem('into', 'This is the one that you have before you. Choose another.');
    const both = await tx
      .select({ id: table.id, slug: table.slug, name: table.name })
      .from(table)
      .where(sql`${table.id} in (${id}, ${target})`)
      .orderBy(asc(table.id))
      .for('update');
    const [from, to] = [both.find((one) => one.id === id), both.find((one) => one.id === target)];
    if (!from || !to) throw missing(kind);
    const moved = await moveArticles(tx, kind, from, to);
    await tx.delete(table).where(eq(table.id, from.id));
    await addressLeadsOn(tx, pathOf(kind, from.slug), pathOf(kind, to.slug));
    await note(tx, actor, `${kind}.merge`, `${kind}:${to.id}`, {
      from: from.name,
      slug: from.slug,
      into: to.name,
      moved,
    });
    const tags = [cacheTags.everything, cacheTags[kind](from.slug), cacheTags[kind](to.slug), cacheTags.navigation];
    await expireTags(tx, tags);
    return { id: to.id, tags };
  });
}

async function findByName(tx: Queryable, kind: TermKind, typed: string): Promise<number> {
  const table = tables[kind];
  const text = typed.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (text === '') throw new FieldProblem('into', `Write the name of the ${kind} that stays.`);
  const found = await tx
    .select({ id: table.id, slug: table.slug })
    .from(table)
    .where(sql`${table.slug} = ${text} or lower(${table.name}) = lower(${text})`)
    .limit(10);
  const [one, ...others] = found.some(({ slug }) => slug === text) ? found.filter(({ slug }) => slug === text) : found;
  if (!one) throw new FieldProblem('into', `There is no ${kind} of this name. Choose one of the list.`);
  if (others.length > 0)
    throw new FieldProblem(
      'into',
      `Several have this name. Write the address of one: ${found.map(({ slug }) => slug).join(', ')}.`,
    );
  return one.id;
}

type Term = { id: number; name: string };

/** Gives how many articles were moved. */
async function moveArticles(tx: Queryable, kind: TermKind, from: Term, to: Term): Promise<number> {
  if (kind === 'section') {
    const drafts = await keptWith(tx, (fields) => sql`${fields}->'sectionId' = ${String(from.id)}::jsonb`);
    await rewriteNewest(tx, drafts, sql`jsonb_set(fields, '{sectionId}', ${String(to.id)}::jsonb)`);
    await tx.update(section).set({ parentId: null }).where(eq(section.parentId, from.id));
    const moved = await tx
      .update(article)
      .set({ sectionId: to.id })
      .where(eq(article.sectionId, from.id))
      .returning({ id: article.id });
    return moved.length;
  }
  if (kind === 'tag') {
    await renameInDrafts(tx, from.name, to.name);
    await tx.execute(sql`insert into ${articleTag} (tag_id, article_id)
      select ${to.id}, article_id from ${articleTag} where tag_id = ${from.id} on conflict do nothing`);
    return (await tx.delete(articleTag).where(eq(articleTag.tagId, from.id)).returning({ id: articleTag.articleId }))
      .length;
  }
  const drafts = await keptWith(tx, (fields) => sql`${fields}->'bylines' @> ${`[${from.id}]`}::jsonb`);
  await rewriteNewest(
    tx,
    drafts,
    sql`jsonb_set(fields, '{bylines}', (
      select coalesce(jsonb_agg(author order by first), '[]'::jsonb) from (
        select case when e.author = ${String(from.id)}::jsonb then ${String(to.id)}::jsonb else e.author end as author, min(place) as first
        from jsonb_array_elements(fields->'bylines') with ordinality e(author, place) group by 1) signed))`,
  );
  await tx.execute(sql`insert into ${byline} (article_id, author_id, position)
    select article_id, ${to.id}, position from ${byline} where author_id = ${from.id} on conflict do nothing`);
  return (await tx.delete(byline).where(eq(byline.authorId, from.id)).returning({ id: byline.articleId })).length;
}

/** Removes one that no article stands under. */
export async function removeTerm(input: { actor: Actor; kind: TermKind; id: number }): Promise<{ tags: string[] }> {
  const { actor, kind, id } = input;
  requireManager(actor);
  const table = tables[kind];
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select({ slug: table.slug, name: table.name, articles: counted[kind] })
      .from(table)
      .where(eq(table.id, id))
      .for('update');
    if (!row) throw missing(kind);
    if (row.articles > 0)
      throw new PersonError(
        'conflict',
        `Articles stand under this ${kind}. Merge it into another; none of them is lost then.`,
      );
    await tx.delete(table).where(eq(table.id, id));
    await note(tx, actor, `${kind}.remove`, `${kind}:${id}`, { name: row.name, slug: row.slug });
    const tags = [cacheTags[kind](row.slug), cacheTags.navigation];
    await expireTags(tx, tags);
    return { tags };
  });
}

/** Moves a section to a place in the navigation, from 0. */
export async function moveSection(input: { actor: Actor; id: number; to: number }): Promise<{ tags: string[] }> {
  const { actor, id } = input;
  requireManager(actor);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('order of sections'))`);
    const rows = await tx
      .select({ id: section.id, position: section.position })
      .from(section)
      .orderBy(...inNavigation);
    const order = rows.map((row) => row.id);
    const at = order.indexOf(id);
    if (at < 0) throw missing('section');
    const to = Math.min(order.length - 1, Math.max(0, Math.trunc(input.to) || 0));
    if (to === at) return { tags: [] };
    order.splice(to, 0, ...order.splice(at, 1));
    // In the order of their ids, as a merge locks two of them.
    for (const row of rows.sort((one, other) => one.id - other.id)) {
      const position = order.indexOf(row.id);
      if (position !== row.position) await tx.update(section).set({ position }).where(eq(section.id, row.id));
    }
    await note(tx, actor, 'section.move', `section:${id}`, { to: to + 1 });
    const tags = [cacheTags.navigation, cacheTags.lists];
    await expireTags(tx, tags);
    return { tags };
  });
}
