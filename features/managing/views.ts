import { and, asc, count, eq } from 'drizzle-orm';
import { db } from '#db/client';
import { savedView } from '#db/schema/index';
import { canWrite } from '#features/newsroom/policy';
import { FieldProblem } from '#features/newsroom/schema';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { type SavedView, ViewName, viewKeys } from './schema.ts';

/** Lists that one person keeps at most. */
const mostViews = 30;

function requireWriter(actor: Actor): string {
  if (actor.kind === 'user' && canWrite(actor)) return actor.id;
  throw new PersonError('refused', 'Only people who write for this publication, and are signed in, keep lists here.');
}

/** Keeps a list under a name, for oneself; one of the same name is replaced. */
export async function saveView(input: { actor: Actor; name: string; query: string }): Promise<void> {
  const userId = requireWriter(input.actor);
  const parsed = ViewName.safeParse(input.name);
  if (!parsed.success) throw new FieldProblem('name', parsed.error.issues[0]?.message ?? '');
  const asked = new URLSearchParams(input.query.slice(0, 2000));
  const query = new URLSearchParams();
  for (const key of viewKeys) {
    const value = asked.get(key);
    if (value) query.set(key, value.slice(0, 300));
  }
  await db.transaction(async (tx) => {
    await tx.delete(savedView).where(and(eq(savedView.userId, userId), eq(savedView.name, parsed.data)));
    const [kept] = await tx.select({ number: count() }).from(savedView).where(eq(savedView.userId, userId));
    if ((kept?.number ?? 0) >= mostViews)
      throw new FieldProblem('name', `You keep ${mostViews} lists already. Remove one of them first.`);
    await tx.insert(savedView).values({ userId, name: parsed.data, query: query.toString() });
  });
}

/** Removes one of one's own. One that is gone is no mistake. */
export async function removeView(input: { actor: Actor; id: number }): Promise<void> {
  const userId = requireWriter(input.actor);
  await db.delete(savedView).where(and(eq(savedView.userId, userId), eq(savedView.id, input.id)));
}

/** One's own, by name. */
export async function listViews(actor: Actor): Promise<SavedView[]> {
  if (actor.kind !== 'user') return [];
  return db
    .select({ id: savedView.id, name: savedView.name, query: savedView.query })
    .from(savedView)
    .where(eq(savedView.userId, actor.id))
    .orderBy(asc(savedView.name));
}
