import { and, asc, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client';
import {
  article,
  articleNote,
  author,
  byline,
  correction,
  file,
  previewLink,
  revision,
  section,
  tag,
  user,
} from '#db/schema/index';
import { focusesIn } from '#features/articles/queries';
import { mediaViewOf } from '#features/media/queries';
import { countsOf, listHitsOf } from '#features/views/queries';
import type { HitsSpan } from '#features/views/schema';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { checklistOf } from './checklist.ts';
import { compareVersions, type Version } from './differences.ts';
import { copyOf } from './drafts.ts';
import { canCorrect, canEdit, canOpen, canSeeAll, canWrite } from './policy.ts';
import { mayTake, stepsFrom } from './publishing.ts';
import {
  type ArticleList,
  type ComparisonView,
  type DeskView,
  type ListFilter,
  listSize,
  type NoteView,
  type RevisionRow,
  type Sort,
} from './schema.ts';
import { fieldsView, keptFieldsOf, newestRevision, pieceOf, requireArticle } from './store.ts';

export { getPreview, previewForDesk } from './previews.ts';
export { getChanges, listCorrections } from './published.ts';

const refuse = () => new PersonError('refused', 'Only its writer and editors may open this article.');

const orders: Record<Sort, SQL> = {
  '-savedAt': sql`${article.savedAt} desc, ${article.id} desc`,
  savedAt: sql`${article.savedAt}, ${article.id}`,
  headline: sql`lower(${article.headline}), ${article.id}`,
  '-headline': sql`lower(${article.headline}) desc, ${article.id} desc`,
  publishedAt: sql`${article.publishedAt} nulls last, ${article.id}`,
  '-publishedAt': sql`${article.publishedAt} desc nulls last, ${article.id} desc`,
  '-hits': sql`coalesce(counts.hits, 0) desc, ${article.id} desc`,
  hits: sql`coalesce(counts.hits, 0), ${article.id}`,
};

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** The condition of a list. Who may not see everybody's articles gets their own only. */
function conditionOf(
  actor: Actor,
  { kind, status, section: sectionId, author: authorId, text, source, mine }: ListFilter,
): SQL | undefined {
  const own = actor.kind === 'user' ? actor.id : null;
  return and(
    kind && eq(article.kind, kind),
    status && eq(article.status, status),
    sectionId === undefined
      ? undefined
      : sectionId === 0
        ? isNull(article.sectionId)
        : eq(article.sectionId, sectionId),
    authorId === undefined
      ? undefined
      : sql`exists (select from ${byline} where ${byline.authorId} = ${authorId} and ${byline.articleId} = ${article.id})`,
    text?.trim() ? sql`${article.headline} ilike ${`%${escapeLike(text.trim().slice(0, 200))}%`}` : undefined,
    source ? eq(article.sourceName, source) : undefined,
    (mine || !canSeeAll(actor)) && own !== null ? eq(article.userId, own) : undefined,
  );
}

/** One page (from 1) of the articles that the newsroom lists for this actor. A page past the end is the last one. */
export async function listArticles(input: {
  actor: Actor;
  filter?: ListFilter;
  sort?: Sort;
  page?: number;
  hits?: HitsSpan;
  /** In which a day begins. */
  timeZone?: string;
}): Promise<ArticleList> {
  const { actor, filter = {}, sort = '-savedAt', page: asked = 1, hits = 'month', timeZone = 'UTC' } = input;
  if (!canWrite(actor))
    throw new PersonError('refused', 'Only people who write for this publication see its articles.');
  const where = conditionOf(actor, filter);
  const total = await db.$count(article, where);
  const pages = Math.max(1, Math.ceil(total / listSize));
  const page = Math.min(Math.max(1, Math.trunc(asked) || 1), pages);
  const isByHits = sort === 'hits' || sort === '-hits';
  const found = db
    .select({ id: article.id, sorted: (isByHits ? sql`coalesce(counts.hits, 0)` : sql`0`).as('sorted') })
    .from(article)
    .$dynamic();
  const counted = isByHits
    ? found.leftJoin(sql`${countsOf(hits, timeZone)} counts`, sql`counts.article_id = ${article.id}`)
    : found;
  const ids = counted
    .where(where)
    .orderBy(orders[sort])
    .limit(listSize)
    .offset((page - 1) * listSize)
    .as('wanted');
  const newest = db
    .select({ id: revision.id, headline: revision.headline, userId: revision.userId })
    .from(revision)
    .where(eq(revision.articleId, article.id))
    .orderBy(desc(revision.version))
    .limit(1)
    .as('newest');
  const rows = await db
    .select({
      id: article.id,
      kind: article.kind,
      headline: sql<string>`coalesce(${newest.headline}, ${article.headline})`,
      slug: article.slug,
      status: article.status,
      section: section.name,
      savedAt: article.savedAt,
      savedBy: user.name,
      publishedAt: article.publishedAt,
      pinned: sql<boolean>`${article.pinnedAt} is not null`,
      hasChanges: sql<boolean>`${article.status} in ('scheduled', 'published') and ${newest.id} is distinct from ${article.revisionId}`,
      bylines: sql<string[]>`(select coalesce(json_agg(author.name order by byline.position), '[]'::json)
        from byline join author on author.id = byline.author_id where byline.article_id = ${article.id})`,
    })
    .from(ids)
    .innerJoin(article, eq(article.id, ids.id))
    .leftJoin(section, eq(section.id, article.sectionId))
    .leftJoinLateral(newest, sql`true`)
    .leftJoin(user, eq(user.id, newest.userId))
    .orderBy(
      ...(sort === '-hits'
        ? [desc(ids.sorted), desc(article.id)]
        : sort === 'hits'
          ? [asc(ids.sorted), asc(article.id)]
          : [orders[sort]]),
    );
  const hitsOf = await listHitsOf(
    rows.map(({ id }) => id),
    hits,
    timeZone,
  );
  const articles = rows.map(({ savedAt, publishedAt, ...row }) => ({
    ...row,
    savedAt: savedAt.toISOString(),
    publishedAt: publishedAt?.toISOString() ?? null,
    hits: hitsOf.get(row.id) ?? 0,
  }));
  return { articles, page, pages, total };
}

/** What an article can be put under: sections, authors and tags, by name. At most 2000 of each. */
export async function listChoices() {
  const most = 2000;
  const [sections, authors, tags] = await Promise.all([
    db.select({ id: section.id, name: section.name }).from(section).orderBy(asc(section.name)).limit(most),
    db.select({ id: author.id, name: author.name }).from(author).orderBy(asc(author.name)).limit(most),
    db.select({ name: tag.name }).from(tag).orderBy(asc(tag.name)).limit(most),
  ]);
  return { sections, authors, tags: tags.map(({ name }) => name) };
}

/** Articles whose headline or address has these words, newest first, for links inside a text. At most ten. */
export async function searchArticles({ actor, query }: { actor: Actor; query: string }) {
  if (!canWrite(actor)) throw new PersonError('refused', 'Only people who write for this publication search here.');
  const words = `%${escapeLike(query.trim().slice(0, 200))}%`;
  return db
    .select({ slug: article.slug, headline: article.headline })
    .from(article)
    .where(
      sql`${article.kind} = 'article' and ${article.status} in ('scheduled', 'published') and ${article.visibility} <> 'private'
        and ${article.publishedAt} <= now() and (${article.headline} ilike ${words} or ${article.slug} ilike ${words})`,
    )
    .orderBy(sql`${article.publishedAt} desc`)
    .limit(10);
}

/** An article as its editor's page shows it. */
export async function getDesk({ actor, id }: { actor: Actor; id: number }): Promise<DeskView> {
  const row = await requireArticle({ id });
  const piece = await pieceOf(row);
  if (!canOpen(actor, piece)) throw refuse();
  const text = await newestRevision(id);
  const copy = await copyOf(row, text);
  const lead = copy.fields.lead;
  const [owner, notes, previews, corrections, checklist, picture, focuses] = await Promise.all([
    row.userId === null ? [] : db.select({ name: user.name }).from(user).where(eq(user.id, row.userId)),
    listNotes(id),
    db
      .select({ id: previewLink.id, createdAt: previewLink.createdAt, expiresAt: previewLink.expiresAt, by: user.name })
      .from(previewLink)
      .leftJoin(user, eq(user.id, previewLink.userId))
      .where(
        sql`${previewLink.articleId} = ${id} and ${previewLink.revokedAt} is null and ${previewLink.expiresAt} > now()`,
      )
      .orderBy(desc(previewLink.createdAt))
      .limit(20),
    db.select().from(correction).where(eq(correction.articleId, id)).orderBy(asc(correction.at)),
    checklistOf(id, row.kind, copy.fields, copy.body),
    lead === null ? [] : db.select().from(file).where(eq(file.id, lead.fileId)),
    focusesIn(copy.body, 'all'),
  ]);
  const isOut = row.status === 'scheduled' || row.status === 'published';
  const hasChanges = isOut && text !== undefined && text.id !== row.revisionId;
  return {
    id,
    kind: row.kind,
    status: row.status,
    slug: row.slug,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    isPublic:
      isOut && row.visibility !== 'private' && row.publishedAt !== null && row.publishedAt.getTime() <= Date.now(),
    hasChanges,
    owner: owner[0]?.name ?? null,
    copy,
    lead: picture[0]?.width && picture[0].height ? mediaViewOf(picture[0]) : null,
    focuses: focuses ?? {},
    steps: stepsFrom[row.status].filter(
      (step) => mayTake[step](actor, piece) && !(step === 'publish' && row.status === 'published' && !hasChanges),
    ),
    mayEdit: canEdit(actor, piece),
    mayCorrect: canCorrect(actor),
    checklist,
    notes,
    previews: previews.map((link) => ({
      ...link,
      createdAt: link.createdAt.toISOString(),
      expiresAt: link.expiresAt.toISOString(),
    })),
    corrections: corrections.map((each) => ({
      id: each.id,
      at: each.at.toISOString(),
      text: each.text,
      mistake: each.mistake,
    })),
  };
}

async function listNotes(articleId: number): Promise<NoteView[]> {
  const rows = await db
    .select({ note: articleNote, by: user.name })
    .from(articleNote)
    .leftJoin(user, eq(user.id, articleNote.userId))
    .where(eq(articleNote.articleId, articleId))
    .orderBy(asc(articleNote.at), asc(articleNote.id))
    .limit(1000);
  const replies = (parent: number) =>
    rows
      .filter(({ note }) => note.parentId === parent)
      .map(({ note, by }) => ({ id: note.id, by, text: note.text, at: note.at.toISOString() }));
  return rows
    .filter(({ note }) => note.parentId === null)
    .map(({ note: { id, quote, before, text, at, resolvedAt }, by }) => ({
      ...{ id, by, quote, before, text, at: at.toISOString() },
      resolvedAt: resolvedAt?.toISOString() ?? null,
      replies: replies(id),
    }));
}

/** Revisions of one page of their list. */
const revisionsEach = 50;

/** The versions of an article, newest first, one page of them (from 1). */
export async function listRevisions({
  actor,
  id,
  page: asked = 1,
}: {
  actor: Actor;
  id: number;
  page?: number;
}): Promise<{
  headline: string;
  version: number;
  mayEdit: boolean;
  revisions: RevisionRow[];
  page: number;
  pages: number;
}> {
  const row = await requireArticle({ id });
  const piece = await pieceOf(row);
  if (!canOpen(actor, piece)) throw refuse();
  const total = await db.$count(revision, eq(revision.articleId, id));
  const pages = Math.max(1, Math.ceil(total / revisionsEach));
  const page = Math.min(Math.max(1, Math.trunc(asked) || 1), pages);
  const rows = await db
    .select({
      ...{ id: revision.id, version: revision.version, headline: revision.headline, by: user.name },
      ...{ createdAt: revision.createdAt, savedAt: revision.savedAt, publishedAt: revision.publishedAt },
    })
    .from(revision)
    .leftJoin(user, eq(user.id, revision.userId))
    .where(eq(revision.articleId, id))
    .orderBy(desc(revision.version))
    .limit(revisionsEach)
    .offset((page - 1) * revisionsEach);
  const isOut = row.status === 'scheduled' || row.status === 'published';
  return {
    headline: rows[0]?.headline ?? row.headline,
    version: row.version,
    mayEdit: canEdit(actor, piece),
    page,
    pages,
    revisions: rows.map(({ createdAt, savedAt, publishedAt, ...rest }) => ({
      ...rest,
      createdAt: createdAt.toISOString(),
      savedAt: savedAt.toISOString(),
      publishedAt: publishedAt?.toISOString() ?? null,
      isPublic: isOut && rest.id === row.revisionId,
    })),
  };
}

/** What is different between two versions of an article, by words. Null where there is no such version. */
export async function compareRevisions(input: {
  actor: Actor;
  id: number;
  before: number;
  after: number;
}): Promise<ComparisonView | null> {
  const { actor, id } = input;
  const row = await requireArticle({ id });
  if (!canOpen(actor, await pieceOf(row))) throw refuse();
  const read = async (version: number): Promise<Version | null> => {
    const [found] = await db
      .select()
      .from(revision)
      .where(and(eq(revision.articleId, id), eq(revision.version, version)));
    if (!found) return null;
    const fields = found.fields ? fieldsView(await keptFieldsOf(row, found), found.headline, found.deck) : null;
    return { headline: found.headline, deck: found.deck, body: found.body, fields };
  };
  const [before, after] = await Promise.all([read(input.before), read(input.after)]);
  return before && after ? compareVersions(before, after) : null;
}
