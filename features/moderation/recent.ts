import { inArray, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, event, response, user } from '#db/schema/index';
import { documentText, shorten } from '#lib/document/text';
import type { RecentDecision } from './schema.ts';
import { historyOf, stateOf, viewOf } from './standing.ts';

const wanted = sql`name in ('moderation.approve', 'moderation.hide', 'moderation.spam', 'moderation.trash',
  'moderation.uphold', 'moderation.ban', 'moderation.unban')`;

/** What was decided last, newest first. What belongs to a ban stands there by itself too. */
export async function listDecisions(
  page: number,
  pageSize: number,
): Promise<{ decisions: RecentDecision[]; pages: number; mark: string }> {
  const [count] = await db.execute<{ count: number }>(sql`select count(*)::int as count from ${event} where ${wanted}`);
  const pages = Math.max(1, Math.ceil((count?.count ?? 0) / pageSize));
  const offset = (Math.min(Math.max(1, page), pages) - 1) * pageSize;
  const found = await db.execute<{ id: string; subject: string }>(
    sql`select id, subject from ${event} where ${wanted} order by id desc limit ${pageSize} offset ${offset}`,
  );
  const subjects = [...new Set(found.map(({ subject }) => subject))];
  const [history, about] = await Promise.all([historyOf(db, subjects), aboutOf(subjects)]);
  const decisions = found.flatMap(({ id, subject }) => {
    const past = history.get(subject) ?? [];
    const decision = past.find((candidate) => candidate.id === Number(id));
    if (!decision) return [];
    const undone = past.some(({ what, detail }) => what === 'undo' && detail.of === decision.id);
    const view = viewOf(decision, undone);
    return [{ ...view, about: about.get(subject) ?? null, canUndo: past.at(-1)?.id === decision.id }];
  });
  return { decisions, pages, mark: '' };
}

async function aboutOf(subjects: string[]): Promise<Map<string, NonNullable<RecentDecision['about']>>> {
  const ids = subjects.filter((subject) => subject.startsWith('response:')).map((subject) => Number(subject.slice(9)));
  const users = subjects.filter((subject) => subject.startsWith('user:')).map((subject) => subject.slice(5));
  const found = new Map<string, NonNullable<RecentDecision['about']>>();
  if (ids.length > 0) {
    const rows = await db
      .select({ response, name: user.name, slug: article.slug })
      .from(response)
      .innerJoin(article, sql`${article.id} = ${response.articleId}`)
      .leftJoin(user, sql`${user.id} = ${response.userId}`)
      .where(inArray(response.id, ids));
    for (const { response: row, name, slug } of rows) {
      const excerpt = shorten(documentText(row.body), 140);
      const state = stateOf(row);
      const who = name ?? row.guestName;
      found.set(`response:${row.id}`, { responseId: row.id, name: who, excerpt, slug, state });
    }
  }
  if (users.length > 0) {
    const rows = await db.select({ id: user.id, name: user.name }).from(user).where(inArray(user.id, users));
    for (const { id, name } of rows)
      found.set(`user:${id}`, { responseId: null, name: name ?? '', excerpt: '', slug: null, state: null });
  }
  return found;
}
