import { hash } from 'node:crypto';
import { asc, eq, gt, inArray, max, sql } from 'drizzle-orm';
import { db } from '#db/client';
import {
  article,
  articleTag,
  attachment,
  author,
  byline,
  correction,
  file,
  linkback,
  response,
  revision,
  section,
  tag,
  user,
} from '#db/schema/index';
import { listTotals } from '#features/views/queries';
import { articlePath, pagePath } from '#lib/addresses';
import { documentToHtml } from '#lib/document/to-html';
import { cdata, escapeXml } from '#lib/html';
import { asHtml, element, meta, wordpressTime } from './wxr.ts';

const batch = 100;

type Article = typeof article.$inferSelect;
type Response = typeof response.$inferSelect & {
  attachments: unknown[] | null;
  sourceUrl: string | null;
  linkback: typeof linkback.$inferSelect | null;
  userName: string | null;
  userLink: string | null;
  userEmail: string | null;
};

export async function lastArticleId(): Promise<number> {
  const [row] = await db.select({ id: max(article.id) }).from(article);
  return row?.id ?? 0;
}

export const countArticles = (): Promise<number> => db.$count(article);

/** Every article and page as an item, in the order they were made. `attachments`: numbers of files by id. */
export async function* articleItems(site: string, attachments: ReadonlyMap<string, number>) {
  for (let after = 0; ; ) {
    const rows = await db
      .select({ article, body: revision.body, sectionSlug: section.slug, sectionName: section.name })
      .from(article)
      .leftJoin(revision, eq(revision.id, article.revisionId))
      .leftJoin(section, eq(section.id, article.sectionId))
      .where(gt(article.id, after))
      .orderBy(asc(article.id))
      .limit(batch);
    const last = rows[rows.length - 1];
    if (last === undefined) return;
    after = last.article.id;
    const ids = rows.map((row) => row.article.id);
    const tags = grouped(
      await db
        .select({ articleId: articleTag.articleId, slug: tag.slug, name: tag.name })
        .from(articleTag)
        .innerJoin(tag, eq(tag.id, articleTag.tagId))
        .where(inArray(articleTag.articleId, ids))
        .orderBy(asc(tag.slug)),
    );
    const bylines = grouped(
      await db
        .select({ articleId: byline.articleId, slug: author.slug })
        .from(byline)
        .innerJoin(author, eq(author.id, byline.authorId))
        .where(inArray(byline.articleId, ids))
        .orderBy(asc(byline.position)),
    );
    const corrections = grouped(
      await db.select().from(correction).where(inArray(correction.articleId, ids)).orderBy(asc(correction.at)),
    );
    const responses = grouped(
      await db
        .select({
          response,
          sourceUrl: linkback.sourceUrl,
          linkback,
          userName: user.name,
          userLink: user.link,
          userEmail: user.email,
          articleId: response.articleId,
          attachments: sql<
            unknown[] | null
          >`(select json_agg(json_build_object('id', a.id, 'name', a.name, 'kind', a.kind, 'type', a.type,
            'bytes', a.bytes, 'alt', a.alt, 'caption', a.caption, 'width', a.width, 'height', a.height, 'files', (
              select json_agg(json_build_object('id', f.id, 'key', f.key, 'name', f.name, 'type', f.type, 'bytes', f.bytes,
                'sha256', f.sha256, 'width', f.width, 'height', f.height, 'variant', f.variant))
              from ${file} f where f.attachment_id = a.id)) order by a.position, a.id)
            from ${attachment} a where a.response_id = ${response}.id and a.removed_at is null and a.arrived_at is not null)`,
        })
        .from(response)
        .leftJoin(linkback, eq(linkback.responseId, response.id))
        .leftJoin(user, eq(user.id, response.userId))
        .where(inArray(response.articleId, ids))
        .orderBy(asc(response.id)),
    );
    const totals = await listTotals(ids);
    for (const row of rows) {
      const id = row.article.id;
      const absolute = (url: string): string => (/^\/(?!\/)/.test(url) ? site + url : url);
      const comments = (responses.get(id) ?? []).map(({ response: own, ...beside }) => ({ ...own, ...beside }));
      const terms = [
        row.sectionSlug === null ? '' : term('category', row.sectionSlug, row.sectionName ?? ''),
        ...(tags.get(id) ?? []).map(({ slug, name }) => term('post_tag', slug, name)),
      ];
      const logins = (bylines.get(id) ?? []).map(({ slug }) => slug);
      const xml = `<item>
${opening(row.article, logins, site)}${element('content:encoded', row.body ? documentToHtml(row.body, { wordpress: true, absolute }) : '')}${fields(row.article)}${terms.join('')}${extras(
  row.article,
  logins,
  corrections.get(id) ?? [],
  row.article.leadFileId === null ? undefined : attachments.get(row.article.leadFileId),
)}${meta('views', totals.get(id) ?? null)}${comments.map((comment) => commentElement(comment, absolute, attachments)).join('')}</item>
`;
      yield { xml, kind: row.article.kind, responses: comments.length };
    }
  }
}

function grouped<Row extends { articleId: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.articleId);
    if (group) group.push(row);
    else groups.set(row.articleId, [row]);
  }
  return groups;
}

const term = (domain: string, slug: string, name: string): string =>
  `<category domain="${domain}" nicename="${escapeXml(slug)}">${cdata(name)}</category>\n`;

function opening(row: Article, logins: readonly string[], site: string): string {
  const path = row.kind === 'page' ? pagePath(row.slug) : articlePath(row.slug);
  return `<title>${cdata(asHtml(row.headline))}</title>
<link>${escapeXml(site + path)}</link>
<pubDate>${(row.publishedAt ?? row.createdAt).toUTCString()}</pubDate>
<dc:creator>${cdata(logins[0] ?? 'broadsheet')}</dc:creator>
<guid isPermaLink="false">${escapeXml(`${site}/?p=${row.id}`)}</guid>
<description></description>
`;
}

/** What WordPress has no word for is the nearest thing that shows no more than ours does. */
function wordpressStatus(row: Article): string {
  if (row.status === 'published') return row.visibility === 'private' ? 'private' : 'publish';
  return { draft: 'draft', in_review: 'pending', approved: 'pending', scheduled: 'future', archived: 'draft' }[
    row.status
  ];
}

function fields(row: Article): string {
  const changed = row.updatedAt ?? row.publishedAt;
  return [
    element('excerpt:encoded', asHtml(row.excerpt)),
    element('wp:post_id', row.id),
    element('wp:post_date', wordpressTime(row.publishedAt ?? row.createdAt)),
    element('wp:post_date_gmt', wordpressTime(row.publishedAt)),
    element('wp:post_modified', wordpressTime(changed)),
    element('wp:post_modified_gmt', wordpressTime(changed)),
    element('wp:comment_status', row.commentPolicy === 'closed' ? 'closed' : 'open'),
    element('wp:ping_status', row.pingPolicy),
    element('wp:post_name', row.slug),
    element('wp:status', wordpressStatus(row)),
    element('wp:post_parent', 0),
    element('wp:menu_order', 0),
    element('wp:post_type', row.kind === 'page' ? 'page' : 'post'),
    // The password itself is not known here; another one keeps the post closed in WordPress.
    element('wp:post_password', row.visibility === 'password' ? `closed-${(row.passwordHash ?? '').slice(-12)}` : ''),
    element('wp:is_sticky', row.pinnedAt === null ? 0 : 1),
  ].join('');
}

function extras(
  row: Article,
  logins: readonly string[],
  corrections: readonly (typeof correction.$inferSelect)[],
  lead: number | undefined,
): string {
  const source = {
    name: row.sourceName,
    url: row.sourceUrl,
    author: row.sourceAuthor,
    publishedAt: row.sourcePublishedAt,
    licence: row.sourceLicence,
    policy: row.sourcePolicy,
    retrievedAt: row.sourceRetrievedAt,
  };
  const notes = corrections.map(({ at, text, mistake }) => ({ at, text, mistake }));
  const hasSource = Object.values(source).some((value) => value !== null);
  return [
    meta('_thumbnail_id', lead ?? null),
    meta('_broadsheet_status', row.status),
    meta('_broadsheet_visibility', row.visibility),
    meta('_broadsheet_published_at', row.publishedAt === null ? null : row.publishedAt.toISOString()),
    meta('_broadsheet_updated_at', row.updatedAt === null ? null : row.updatedAt.toISOString()),
    meta('_broadsheet_pinned_at', row.pinnedAt === null ? null : row.pinnedAt.toISOString()),
    meta('_broadsheet_pinned_position', row.pinnedAt === null ? null : row.pinnedPosition),
    meta('_broadsheet_deck', row.deck),
    meta('_broadsheet_language', row.language),
    meta('_broadsheet_bylines', logins.length === 1 ? null : logins.join(',') || 'none'),
    ...(lead === undefined
      ? []
      : [
          // Empty ones count: the file's own alt text and caption do not stand in for them.
          kept('_broadsheet_lead_alt', row.leadAlt),
          kept('_broadsheet_lead_caption', row.leadCaption),
          kept('_broadsheet_lead_credit', row.leadCredit),
        ]),
    meta('_broadsheet_password_hash', row.passwordHash),
    meta('_broadsheet_comment_days', row.commentPolicy === 'closed_after' ? row.commentDays : null),
    meta('_broadsheet_source', hasSource ? JSON.stringify(source) : null),
    meta('_broadsheet_corrections', notes.length > 0 ? JSON.stringify(notes) : null),
  ].join('');
}

const kept = (key: string, value: string): string =>
  element('wp:postmeta', [
    ['wp:meta_key', key],
    ['wp:meta_value', value],
  ]);

/** For WordPress, what its writer took back is in the trash, and what a moderator has hidden waits. */
const stateOf = (row: Response): string =>
  row.trashedAt !== null || row.deletedAt !== null
    ? 'trash'
    : row.spamAt !== null
      ? 'spam'
      : row.heldAt !== null || row.approvedAt === null
        ? '0'
        : '1';

function commentElement(
  row: Response,
  absolute: (url: string) => string,
  attachments: ReadonlyMap<string, number>,
): string {
  const gone = row.writerGoneAt !== null || row.deletedAt !== null;
  // An account becomes a guest of that name; whoever has its address can claim its responses.
  const name = row.userName ?? row.guestName;
  const link = row.sourceUrl ?? (row.userId === null ? row.guestLink : row.userLink);
  const emailHash = row.guestEmailHash ?? (row.userEmail === null ? null : hash('sha256', row.userEmail));
  return element('wp:comment', [
    ['wp:comment_id', row.id],
    ['wp:comment_author', gone ? '' : asHtml(name)],
    ['wp:comment_author_email', ''],
    ['wp:comment_author_url', gone ? '' : (link ?? '')],
    ['wp:comment_author_IP', ''],
    ['wp:comment_date', wordpressTime(row.createdAt)],
    ['wp:comment_date_gmt', wordpressTime(row.createdAt)],
    ['wp:comment_content', documentToHtml(row.body, { absolute })],
    ['wp:comment_approved', stateOf(row)],
    ['wp:comment_type', row.kind],
    ['wp:comment_parent', row.parentId ?? 0],
    ['wp:comment_user_id', 0],
    ['broadsheet:comment_guest_email_hash', gone ? '' : (emailHash ?? '')],
    ...keptOf(row, attachments),
  ]);
}

/** What only we know of a response; nothing where there is nothing to say. */
function keptOf(row: Response, attachments: ReadonlyMap<string, number>): [string, string][] {
  const known = {
    likes: row.likes || undefined,
    editedAt: row.editedAt ?? undefined,
    deletedAt: row.deletedAt ?? undefined,
    // In the trash for itself, not because its writer took it back.
    trashed: row.deletedAt !== null && row.trashedAt !== null ? true : undefined,
    writerGoneAt: row.writerGoneAt ?? undefined,
    source: row.source ?? undefined,
    attachments: row.deletedAt === null ? (row.attachments ?? undefined) : undefined,
    linkback: row.linkback === null ? undefined : linkbackOf(row.linkback, attachments),
  };
  const json = JSON.stringify(known);
  return json === '{}' ? [] : [['broadsheet:comment_kept', json]];
}

/** What its source said beside its words. `face` is the number of the picture in this file. */
const linkbackOf = (from: typeof linkback.$inferSelect, attachments: ReadonlyMap<string, number>) => ({
  title: from.sourceTitle || undefined,
  kind: from.kind,
  siteName: from.siteName || undefined,
  publishedAt: from.publishedAt ?? undefined,
  face: from.avatarId === null ? undefined : attachments.get(from.avatarId),
});
