import { and, eq, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { event, linkback, mention, response, responseVersion } from '#db/schema/index';
import { judge, recordJudgement } from '#features/moderation/commands';
import type { Judgement } from '#features/moderation/schema';
import { notifyOfResponse } from '#features/notifications/commands';
import { getSettings } from '#features/settings/queries';
import { cacheTags } from '#lib/cache-tags';
import { documentText } from '#lib/document/text';
import { dropAvatar, keepAvatar } from './avatars.ts';
import { isListed } from './hosts.ts';
import { documentOf, type FoundLinkback } from './source.ts';

export type MentionRow = typeof mention.$inferSelect;

/** Days until a source is looked at again. Spread out, so that what came together does not come due together. */
const recheckDays = 30;
const later = sql`now() + make_interval(days => ${recheckDays}::int) * (0.8 + random() * 0.4)`;
/** Times that a source which was withdrawn is looked at again by itself. */
const mostReturns = 3;

type Stored = {
  id: number;
  guestName: string;
  guestLink: string | null;
  text: string;
  linkback: Pick<typeof linkback.$inferSelect, 'sourceUrl' | 'sourceTitle' | 'kind' | 'siteName' | 'avatarId'> | null;
};

/** Puts what was found at the source of a mention among the responses, or changes what is there of it. */
export async function storeFound(row: MentionRow, found: FoundLinkback): Promise<void> {
  const known = await findStored(db, row);
  // Whoever is known by an import is known: its state there counts for its host.
  if (known && row.responseId === null)
    await db.update(mention).set({ responseId: known.id }).where(eq(mention.id, row.id));
  const name = found.name || found.siteName || row.sourceHost;
  const next = {
    guestName: name,
    guestLink: found.authorUrl ?? row.sourceUrl,
    body: documentOf(found.excerpt),
    reaction: reactionOf(found),
  };
  const same =
    known !== null &&
    known.guestName === next.guestName &&
    known.text === found.excerpt &&
    known.linkback?.sourceTitle === found.title &&
    known.linkback.siteName === found.siteName &&
    known.linkback.kind === found.kind;
  const judgement = same ? null : await judged(row, found, name, known?.id ?? null);
  // Another face comes only with words that were judged and found good; none is always taken. Of a new one that waits for
  // a moderator the address is kept, so that nobody has pictures fetched by sending what nobody lets stand.
  const approved = judgement?.outcome === 'approve';
  const newFace = found.photo === null || known?.linkback == null || approved;
  const avatarId = found.photo === null || !approved ? null : await keepAvatar(found.photo);
  const faceUrl = newFace && !approved ? found.photo : null;
  const origin = {
    sourceUrl: row.sourceUrl,
    sourceTitle: found.title,
    kind: found.kind,
    siteName: found.siteName,
    publishedAt: found.publishedAt,
  };
  await db.transaction(async (tx) => {
    if (!(await lock(tx, row.id))) return;
    // Another server may have looked it up at the same time.
    const stored = await findStored(tx, row);
    const id = stored === null ? await insert(tx, row, next, judgement) : stored.id;
    if (stored !== null) await change(tx, row, stored, next, judgement);
    await tx
      .insert(linkback)
      .values({ responseId: id, ...origin, avatarId, faceUrl })
      .onConflictDoUpdate({
        target: linkback.responseId,
        // A face that could not be fetched this time stays as it was.
        set: {
          ...origin,
          ...(newFace && (avatarId !== null || found.photo === null) ? { avatarId } : {}),
          ...(newFace ? { faceUrl } : {}),
        },
      });
    if (stored !== null) await bringBack(tx, id);
    if (judgement !== null) await recordJudgement(tx, id, judgement);
    await tx
      .update(mention)
      .set({ state: 'verified', problem: null, responseId: id, failures: 0, checkedAt: sql`now()`, dueAt: later })
      .where(eq(mention.id, row.id));
    const fresh = stored === null && judgement?.outcome === 'approve';
    if (fresh) (await notifyOfResponse(tx, id))();
    if (stored !== null || fresh)
      await expireTags(tx, [cacheTags.responses(row.articleId)], { gently: stored === null });
  });
  const former = known?.linkback?.avatarId;
  if (newFace && former && former !== avatarId && (avatarId !== null || found.photo === null)) await dropAvatar(former);
}

async function judged(row: MentionRow, found: FoundLinkback, name: string, editOf: number | null): Promise<Judgement> {
  const { linkbackTrustedHosts } = await getSettings();
  return judge({
    actor: {
      kind: 'site',
      host: row.sourceHost,
      name: `${name} ${found.siteName}`.trim(),
      source: row.sourceUrl,
      trusted: isListed(row.sourceHost, linkbackTrustedHosts),
    },
    articleId: row.articleId,
    parentId: null,
    text: `${found.title}\n\n${found.excerpt}`,
    body: documentOf(found.excerpt),
    network: null,
    address: '',
    userAgent: '',
    editOf,
  });
}

/** The mention, locked until the transaction ends; false where it is gone. */
async function lock(tx: Queryable, id: string): Promise<boolean> {
  const rows = await tx.select({ id: mention.id }).from(mention).where(eq(mention.id, id)).for('update');
  return rows.length > 0;
}

/** What stands of this source under the article already: by this mention, or brought by an import. */
async function findStored(on: Queryable, row: MentionRow): Promise<Stored | null> {
  const columns = {
    id: response.id,
    guestName: response.guestName,
    guestLink: response.guestLink,
    body: response.body,
  };
  const found = await on
    .select({ ...columns, linkback })
    .from(response)
    .leftJoin(linkback, eq(linkback.responseId, response.id))
    .where(row.responseId !== null ? eq(response.id, row.responseId) : sql`${response.id} = (${imported(row)})`);
  const [first] = found;
  return first ? { ...first, text: documentText(first.body) } : null;
}

/** By the two indexes of an article's responses together: one alone has only the public ones, or only the others. */
const imported = ({ articleId, sourceKey }: MentionRow) => {
  const isPublic = sql`r.approved_at is not null and r.held_at is null and r.spam_at is null and r.trashed_at is null`;
  const isApart = sql`(r.approved_at is null or r.held_at is not null or r.spam_at is not null or r.trashed_at is not null or r.deleted_at is not null)`;
  const of = (condition: typeof isPublic) => sql`
    select r.id from ${response} r join ${linkback} l on l.response_id = r.id
    where r.article_id = ${articleId} and r.kind <> 'comment' and ${condition}
      and regexp_replace(split_part(l.source_url, '#', 1), '^https?://', '', 'i') in (${sourceKey}, ${sourceKey.replace(/\/$/, '')})`;
  return sql`select min(id) from (${of(isPublic)} union all ${of(isApart)}) stored`;
};

type Reaction = (typeof response.$inferSelect)['reaction'];
type Words = { guestName: string; guestLink: string; body: ReturnType<typeof documentOf>; reaction: Reaction };

const reactionOf = ({ kind }: FoundLinkback): Reaction =>
  kind === 'like' || kind === 'repost' || kind === 'bookmark' ? kind : null;

async function insert(tx: Queryable, row: MentionRow, words: Words, judgement: Judgement | null): Promise<number> {
  const outcome = judgement?.outcome ?? 'hold';
  const now = sql`now()`;
  const [made] = await tx
    .insert(response)
    .values({
      articleId: row.articleId,
      kind: row.protocol,
      ...words,
      createdAt: now,
      approvedAt: outcome === 'approve' ? now : null,
      heldAt: outcome === 'hold' ? now : null,
      spamAt: outcome === 'spam' ? now : null,
    })
    .returning({ id: response.id });
  if (!made) throw new Error('The response was not written.');
  await tx
    .insert(event)
    .values({ name: 'linkback.receive', actor: `site:${row.sourceHost}`, subject: `response:${made.id}` });
  return made.id;
}

/** Another text may take it from readers, never give it back to them. What it said before is kept for moderators. */
async function change(
  tx: Queryable,
  row: MentionRow,
  stored: Stored,
  words: Words,
  judgement: Judgement | null,
): Promise<void> {
  if (judgement === null) return;
  await tx.execute(
    sql`insert into ${responseVersion} (response_id, body) select id, body from ${response} where id = ${stored.id}`,
  );
  await tx
    .update(response)
    .set({
      ...words,
      editedAt: sql`now()`,
      ...(judgement.outcome === 'hold' && { heldAt: sql`coalesce(${response.heldAt}, now())` }),
      ...(judgement.outcome === 'spam' && { spamAt: sql`coalesce(${response.spamAt}, now())` }),
    })
    .where(eq(response.id, stored.id));
  await tx
    .insert(event)
    .values({ name: 'linkback.update', actor: `site:${row.sourceHost}`, subject: `response:${stored.id}` });
}

/**
 * Takes a linkback from readers whose source is gone, or has its link no more. One that a moderator has taken down stays
 * as it is.
 */
export async function withdraw(row: MentionRow, problem: string): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await lock(tx, row.id))) return;
    const returns = row.state === 'withdrawn' ? row.failures + 1 : 0;
    await tx
      .update(mention)
      .set({
        state: 'withdrawn',
        problem,
        failures: returns,
        checkedAt: sql`now()`,
        dueAt: returns < mostReturns ? later : null,
      })
      .where(eq(mention.id, row.id));
    if (row.responseId === null) return;
    // To the millisecond, so that what takes it back recognises it.
    const at = new Date();
    const taken = await tx
      .update(response)
      .set({ trashedAt: at })
      .where(and(eq(response.id, row.responseId), sql`trashed_at is null and deleted_at is null`))
      .returning({ id: response.id });
    if (taken.length === 0) return;
    await tx.insert(event).values({
      name: 'linkback.withdraw',
      actor: `site:${row.sourceHost}`,
      subject: `response:${row.responseId}`,
      detail: { at: at.toISOString() },
    });
    await expireTags(tx, [cacheTags.responses(row.articleId)]);
  });
}

/** Undoes that, unless a moderator has put it elsewhere since. */
const bringBack = (tx: Queryable, responseId: number) =>
  tx.execute(sql`
    update ${response} set trashed_at = null where id = ${responseId} and trashed_at = (
      select (detail->>'at')::timestamptz from ${event}
      where subject = ${`response:${responseId}`} and name = 'linkback.withdraw' order by id desc limit 1)`);
