import { and, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { article, articleTag, author, byline, file, revision, section, tag } from '#db/schema/index';
import { getSettings } from '#features/settings/queries';
import type { DocumentNode } from '#lib/document/schema';
import { countWords, documentText } from '#lib/document/text';
import { PersonError } from '#lib/errors';
import { cutSlug, slugOf } from '#lib/slugs';
import type { Piece } from './policy.ts';
import { type ArticleFields, FieldProblem, type KeptFields } from './schema.ts';

export type ArticleRow = typeof article.$inferSelect;
export type RevisionRowInside = typeof revision.$inferSelect;

/** Which article: by its number, or as people at the command line name it. */
export type Which = { id: number } | { slug: string; kind?: 'article' | 'page' };

const isWhich = (which: Which) =>
  'id' in which
    ? eq(article.id, Number.isSafeInteger(which.id) ? which.id : -1)
    : and(eq(article.kind, which.kind ?? 'article'), eq(article.slug, which.slug));

const missing = (which: Which) =>
  new PersonError(
    'not_found',
    'id' in which
      ? 'This article is no longer there. Go back to the list of articles.'
      : `There is no ${which.kind ?? 'article'} with the slug "${which.slug}".`,
  );

/** The row of an article, which nobody else changes before the transaction `tx` has ended. */
export async function lockArticle(tx: Queryable, which: Which): Promise<ArticleRow> {
  const [row] = await tx.select().from(article).where(isWhich(which)).for('update');
  if (!row) throw missing(which);
  return row;
}

export async function requireArticle(which: Which, on: Queryable = db): Promise<ArticleRow> {
  const [row] = await on.select().from(article).where(isWhich(which));
  if (!row) throw missing(which);
  return row;
}

/** The article as policies look at it. */
export async function pieceOf(row: Pick<ArticleRow, 'userId' | 'status'>): Promise<Piece> {
  const { reviewRequired } = await getSettings();
  return { userId: row.userId, status: row.status, reviewRequired };
}

/** The text that was saved last; undefined where an article has none. */
export async function newestRevision(articleId: number, on: Queryable = db): Promise<RevisionRowInside | undefined> {
  const [row] = await on
    .select()
    .from(revision)
    .where(eq(revision.articleId, articleId))
    .orderBy(desc(revision.version))
    .limit(1);
  return row;
}

/** Readers have it or had it, so what they see changes only when it is published. */
export async function wasGiven(row: ArticleRow, on: Queryable = db): Promise<boolean> {
  if (row.status === 'scheduled' || row.status === 'published') return true;
  if (row.publishedAt === null) return false;
  const [known] = await on
    .select({ id: revision.id })
    .from(revision)
    .where(and(eq(revision.articleId, row.id), sql`${revision.publishedAt} is not null`))
    .limit(1);
  return known !== undefined;
}

/** The fields that a revision was saved with; those of the article where an import brought it. */
export async function keptFieldsOf(
  row: ArticleRow,
  text: RevisionRowInside | undefined,
  on: Queryable = db,
): Promise<KeptFields> {
  if (text?.fields) return text.fields as KeptFields;
  const [tags, bylines] = await Promise.all([
    on
      .select({ name: tag.name })
      .from(articleTag)
      .innerJoin(tag, eq(tag.id, articleTag.tagId))
      .where(eq(articleTag.articleId, row.id))
      .orderBy(tag.name),
    on.select({ id: byline.authorId }).from(byline).where(eq(byline.articleId, row.id)).orderBy(byline.position),
  ]);
  return {
    excerpt: row.excerpt,
    slug: row.slug,
    language: row.language ?? '',
    sectionId: row.sectionId,
    tags: tags.map(({ name }) => name),
    bylines: bylines.map(({ id }) => id),
    lead:
      row.leadFileId === null
        ? null
        : { fileId: row.leadFileId, alt: row.leadAlt, caption: row.leadCaption, credit: row.leadCredit },
    visibility: row.visibility,
    passwordHash: row.passwordHash,
    commentPolicy: row.commentPolicy,
    commentDays: row.commentDays,
    pingPolicy: row.pingPolicy,
    sendsPings: row.sendsPings,
    source:
      row.sourceName === null
        ? null
        : {
            name: row.sourceName,
            url: row.sourceUrl ?? '',
            author: row.sourceAuthor ?? '',
            publishedAt: row.sourcePublishedAt?.toISOString() ?? null,
            licence: row.sourceLicence ?? '',
            policy: row.sourcePolicy ?? 'canonical',
          },
    showsChanges: row.showsChanges,
    embargoUntil: row.embargoUntil?.toISOString() ?? null,
  };
}

/** As an editor gets them: no password, and no hash of one. */
export function fieldsView(kept: KeptFields, headline: string, deck: string): ArticleFields {
  const { passwordHash: _, ...rest } = kept;
  return { ...rest, headline, deck, password: '' };
}

/** Parts of the site that a page can't be called like. */
const reserved = new Set(
  'account admin api archive articles authors corrections files healthz oembed preview respond responses search sections sign-in sign-out sitemaps tags unsubscribe webmention xmlrpc'.split(
    ' ',
  ),
);

/** Throws the sentence for a slug that can't stand in an address. */
export function checkSlug(slug: string, kind: 'article' | 'page'): void {
  if (slug === '') return;
  const suggested = slugOf(slug);
  if (/[\s/\\?#%&"'<>\p{C}]/u.test(slug) || /^[.-]+$/.test(slug) || slug !== slug.normalize('NFC'))
    throw new FieldProblem(
      'slug',
      `An address has letters, digits and hyphens only.${suggested && ` Write "${suggested}", for example.`}`,
    );
  if (kind === 'page' && (reserved.has(slug.toLowerCase()) || slug.includes('.')))
    throw new FieldProblem('slug', `The address "${slug}" is one of the site itself. Choose another.`);
}

/** Throws the sentence for a slug that another has. */
export async function requireFreeSlug(
  on: Queryable,
  { id, kind, slug }: { id: number; kind: 'article' | 'page'; slug: string },
): Promise<void> {
  if (slug === '' || !(await isTaken(on, kind, slug, id))) return;
  throw new FieldProblem(
    'slug',
    `Another ${kind} has the address "${slug}". Choose another, such as "${await freeSlug(on, kind, slug, id)}".`,
    'conflict',
  );
}

async function isTaken(on: Queryable, kind: 'article' | 'page', slug: string, id: number): Promise<boolean> {
  const [other] = await on
    .select({ id: article.id })
    .from(article)
    .where(and(eq(article.kind, kind), eq(article.slug, slug), ne(article.id, id)));
  return other !== undefined;
}

/** `wanted`, or the first of `wanted-2`, `wanted-3`, … that no other has. */
export async function freeSlug(on: Queryable, kind: 'article' | 'page', wanted: string, id: number): Promise<string> {
  const base = cutSlug(wanted) || `untitled-${id || 'article'}`;
  if (!(await isTaken(on, kind, base, id)) && !(kind === 'page' && reserved.has(base))) return base;
  for (let number = 2; ; number++) {
    const next = `${cutSlug(base.slice(0, 190))}-${number}`;
    if (!(await isTaken(on, kind, next, id))) return next;
  }
}

type Text = { headline: string; deck: string; body: DocumentNode; kept: KeptFields; slug: string };

/** Writes into the article's own row and relations what readers get of a text; the caller sets status and dates. */
export async function applyText(
  tx: Queryable,
  row: ArticleRow,
  { headline, deck, body, kept, slug }: Text,
  { newTags }: { newTags: boolean },
): Promise<void> {
  const { lead, source } = kept;
  const [[known], [picture]] = await Promise.all([
    kept.sectionId === null ? [] : tx.select({ id: section.id }).from(section).where(eq(section.id, kept.sectionId)),
    lead === null
      ? []
      : tx
          .select({ id: file.id })
          .from(file)
          .where(and(eq(file.id, lead.fileId), isNull(file.attachmentId))),
  ]);
  await tx
    .update(article)
    .set({
      headline,
      deck,
      slug,
      excerpt: kept.excerpt,
      language: kept.language || null,
      sectionId: known?.id ?? null,
      visibility: kept.visibility,
      passwordHash: kept.visibility === 'password' ? kept.passwordHash : null,
      leadFileId: picture?.id ?? null,
      leadAlt: lead?.alt ?? '',
      leadCaption: lead?.caption ?? '',
      leadCredit: lead?.credit ?? '',
      commentPolicy: kept.commentPolicy,
      commentDays: kept.commentDays,
      pingPolicy: kept.pingPolicy,
      sendsPings: kept.sendsPings,
      sourceName: source?.name || null,
      sourceUrl: source?.url || null,
      sourceAuthor: source?.author || null,
      sourcePublishedAt: source?.publishedAt ? new Date(source.publishedAt) : null,
      sourceLicence: source?.licence || null,
      sourcePolicy: source?.name ? source.policy : null,
      showsChanges: kept.showsChanges,
      embargoUntil: kept.embargoUntil === null ? null : new Date(kept.embargoUntil),
      words: countWords(documentText(body), kept.language || 'en'),
    })
    .where(eq(article.id, row.id));
  await applyTags(tx, row.id, kept.tags, newTags);
  await applyBylines(tx, row.id, kept.bylines);
}

async function applyTags(tx: Queryable, articleId: number, names: readonly string[], create: boolean): Promise<void> {
  const ids = new Set<number>();
  for (const name of names) {
    const slug = slugOf(name);
    if (slug === '') continue;
    const find = () =>
      tx
        .select({ id: tag.id })
        .from(tag)
        .where(sql`lower(${tag.name}) = lower(${name}) or ${tag.slug} = ${slug}`)
        .orderBy(sql`lower(${tag.name}) = lower(${name}) desc`)
        .limit(1);
    let [known] = await find();
    if (!known && create) {
      await tx.insert(tag).values({ slug, name }).onConflictDoNothing();
      [known] = await find();
    }
    if (known) ids.add(known.id);
  }
  await tx.delete(articleTag).where(eq(articleTag.articleId, articleId));
  if (ids.size > 0) await tx.insert(articleTag).values([...ids].map((tagId) => ({ tagId, articleId })));
}

async function applyBylines(tx: Queryable, articleId: number, authorIds: readonly number[]): Promise<void> {
  const known =
    authorIds.length === 0
      ? []
      : await tx
          .select({ id: author.id })
          .from(author)
          .where(inArray(author.id, [...authorIds]));
  const there = new Set(known.map(({ id }) => id));
  const rows = [...new Set(authorIds)]
    .filter((id) => there.has(id))
    .map((authorId, position) => ({ articleId, authorId, position }));
  await tx.delete(byline).where(eq(byline.articleId, articleId));
  if (rows.length > 0) await tx.insert(byline).values(rows);
}
