import { and, desc, eq, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, mention, response } from '#db/schema/index';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { canManageLinkbacks } from './policy.ts';
import type { ListedMention, MentionView } from './schema.ts';
import { wakeVerifier } from './waking.ts';

const isId = (id: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(id);

/** What became of a linkback, for whoever knows its id; null where there is none, or its article is no longer public. */
export async function getMention(id: string): Promise<MentionView | null> {
  if (!isId(id)) return null;
  const [found] = await db
    .select({ mention, response, slug: article.slug, headline: article.headline })
    .from(mention)
    .innerJoin(article, eq(article.id, mention.articleId))
    .leftJoin(response, eq(response.id, mention.responseId))
    .where(
      and(
        eq(mention.id, id),
        sql`${article.status} in ('scheduled', 'published') and ${article.visibility} = 'public'
          and ${article.publishedAt} <= now()`,
      ),
    );
  if (!found) return null;
  const { mention: row, response: stored, slug, headline } = found;
  const state = row.state === 'verified' ? standing(stored) : row.state;
  return {
    id: row.id,
    protocol: row.protocol,
    source: row.sourceUrl,
    target: row.targetUrl,
    state,
    problem: row.problem,
    article: { slug, headline },
    responseId: state === 'shown' ? row.responseId : null,
    ...timesOf(row),
  };
}

function standing(row: typeof response.$inferSelect | null): MentionView['state'] {
  if (row === null || row.trashedAt !== null || row.deletedAt !== null) return 'hidden';
  // Nobody is told that a filter took them for spam: until somebody has looked, it waits.
  if (row.spamAt !== null) return row.spamAt.getTime() === row.createdAt.getTime() ? 'held' : 'hidden';
  if (row.heldAt !== null) return 'held';
  return row.approvedAt === null ? 'hidden' : 'shown';
}

const timesOf = (row: typeof mention.$inferSelect) => ({
  at: row.createdAt.toISOString(),
  checkedAt: row.checkedAt?.toISOString() ?? null,
  dueAt: row.dueAt?.toISOString() ?? null,
});

/** What came, newest first; `state` narrows it. Throws `refused` for who may not see it. */
export async function listMentions(input: {
  actor: Actor;
  state?: ListedMention['state'];
  limit?: number;
}): Promise<ListedMention[]> {
  const { actor, state, limit = 200 } = input;
  assertDesk(actor);
  const rows = await db
    .select({ mention, slug: article.slug })
    .from(mention)
    .innerJoin(article, eq(article.id, mention.articleId))
    .where(state === undefined ? undefined : eq(mention.state, state))
    .orderBy(desc(mention.createdAt), desc(mention.id))
    .limit(limit);
  return rows.map(({ mention: row, slug }) => ({
    id: row.id,
    protocol: row.protocol,
    source: row.sourceUrl,
    slug,
    state: row.state,
    problem: row.problem,
    failures: row.failures,
    responseId: row.responseId,
    ...timesOf(row),
  }));
}

/** Has a source looked up again now, or (`all`) every one that was verified. Gives how many. */
export async function recheckMention({ actor, id }: { actor: Actor; id: string }): Promise<number> {
  assertDesk(actor);
  if (id !== 'all' && !isId(id)) throw new PersonError('invalid', 'This is not the id of a linkback.');
  const rows = await db
    .update(mention)
    .set({
      dueAt: sql`now()`,
      failures: 0,
      state: sql`case when ${mention.state} = 'refused' then 'waiting' else ${mention.state} end`,
    })
    .where(id === 'all' ? sql`state in ('verified', 'withdrawn')` : eq(mention.id, id))
    .returning({ id: mention.id });
  if (rows.length === 0 && id !== 'all') throw new PersonError('not_found', 'There is no linkback of this id.');
  if (rows.length > 0) await wakeVerifier();
  return rows.length;
}

function assertDesk(actor: Actor): void {
  if (!canManageLinkbacks(actor)) throw new PersonError('refused', 'Only editors see what comes from other sites.');
}
