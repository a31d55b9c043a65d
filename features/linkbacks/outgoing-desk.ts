import { desc, eq, inArray, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { enqueue } from '#db/jobs';
import { article, event, hostPause, outgoingMention } from '#db/schema/index';
import { getSettings } from '#features/settings/queries';
import { type Actor, actorName } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { linkbackHost } from './hosts.ts';
import { noteOutgoingLinks, sendJob, takenMinutes } from './outgoing.ts';
import { canManageLinkbacks } from './policy.ts';
import type { OutgoingArticle } from './schema.ts';

function assertDesk(actor: Actor): void {
  if (!canManageLinkbacks(actor))
    throw new PersonError('refused', 'Only editors see and change what other sites are told.');
}

/** Articles of one page of the list. */
const pageSize = 20;

/**
 * What other sites were told of the links of each article, the article whose links were noted last first. `pages` is how
 * many pages there are. Throws `refused` for who may not see it.
 */
export async function listOutgoing(input: {
  actor: Actor;
  page?: number;
}): Promise<{ articles: OutgoingArticle[]; page: number; pages: number }> {
  const { actor, page = 1 } = input;
  assertDesk(actor);
  const [counted] = await db
    .select({ total: sql<number>`count(distinct ${outgoingMention.articleId})::int` })
    .from(outgoingMention);
  const pages = Math.max(1, Math.ceil((counted?.total ?? 0) / pageSize));
  const current = Math.min(Math.max(1, page), pages);
  const articles = await db
    .select({ id: article.id, slug: article.slug, headline: article.headline, sends: article.sendsPings })
    .from(article)
    .innerJoin(outgoingMention, eq(outgoingMention.articleId, article.id))
    .groupBy(article.id)
    .orderBy(desc(sql`max(${outgoingMention.id})`))
    .limit(pageSize)
    .offset((current - 1) * pageSize);
  const ids = articles.map(({ id }) => id);
  const rows =
    ids.length === 0
      ? []
      : await db
          .select()
          .from(outgoingMention)
          .where(inArray(outgoingMention.articleId, ids))
          .orderBy(outgoingMention.id);
  return {
    articles: articles.map((each) => ({
      ...each,
      links: rows.filter(({ articleId }) => articleId === each.id).map(viewOf),
    })),
    page: current,
    pages,
  };
}

const viewOf = (row: typeof outgoingMention.$inferSelect): OutgoingArticle['links'][number] => ({
  id: row.id,
  url: row.targetUrl,
  state: row.state,
  protocol: row.protocol,
  answer: row.answer,
  answerStatus: row.answerStatus,
  toldAt: row.toldAt?.toISOString() ?? null,
  removed: row.removedAt !== null,
  dueAt: row.dueAt?.toISOString() ?? null,
});

/** Has a page told once more now, whatever it answered before; a host that was left alone is asked all the same. */
export async function tellAgain({ actor, id }: { actor: Actor; id: number }): Promise<void> {
  assertDesk(actor);
  const [row] = await db
    .select({ link: outgoingMention, sends: article.sendsPings })
    .from(outgoingMention)
    .innerJoin(article, eq(article.id, outgoingMention.articleId))
    .where(eq(outgoingMention.id, Number.isSafeInteger(id) ? id : 0));
  if (!row) throw new PersonError('not_found', 'This link is no longer noted. Reload the page and look.');
  if (!row.sends || !(await getSettings()).sendLinkbacks)
    throw new PersonError('conflict', 'Nobody is told of this link at present. Switch telling on first.');
  const { removedAt, protocol, toldAt, targetHost, endpoint } = row.link;
  if (removedAt !== null && (toldAt === null || protocol !== 'webmention'))
    throw new PersonError('conflict', 'The link was taken out of the article, so there is nothing to tell.');
  const hosts = [targetHost, ...(endpoint === null ? [] : [linkbackHost(new URL(endpoint))])];
  await db.transaction(async (tx) => {
    await tx
      .update(outgoingMention)
      .set({ state: 'waiting', failures: 0, dueAt: sql`now() + make_interval(mins => ${takenMinutes}::int)` })
      .where(eq(outgoingMention.id, id));
    await tx.delete(hostPause).where(inArray(hostPause.host, hosts));
    await tx.insert(event).values({ name: 'linkback.tell', actor: actorName(actor), subject: `outgoing:${id}` });
    await enqueue(tx, sendJob, { id }, { retries: 2 });
  });
}

/** Whether the pages that an article links to are told. Switched on, what is new since is told. Twice changes nothing. */
export async function switchSending(input: { actor: Actor; articleId: number; on: boolean }): Promise<void> {
  const { actor, articleId, on } = input;
  assertDesk(actor);
  await db.transaction(async (tx) => {
    const changed = await tx
      .update(article)
      .set({ sendsPings: on })
      .where(sql`${article.id} = ${articleId} and ${article.sendsPings} <> ${on}`)
      .returning({ id: article.id });
    if (changed.length === 0) return;
    // What is being written would bring the former choice back when it is published.
    await tx.execute(sql`
      update revision set fields = jsonb_set(fields, '{sendsPings}', to_jsonb(${on}::boolean))
      where id = (select id from revision where article_id = ${articleId} order by version desc limit 1)
        and fields is not null`);
    const name = on ? 'linkback.switch-on' : 'linkback.switch-off';
    await tx.insert(event).values({ name, actor: actorName(actor), subject: `article:${articleId}` });
    if (on) await noteOutgoingLinks(tx, articleId);
  });
}
