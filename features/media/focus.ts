import { eq, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import { article, event, file, revision } from '#db/schema/index';
import { FieldProblem } from '#features/newsroom/schema';
import { type Actor, actorName } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { tagsOfAll } from './library.ts';
import { canFocusMedia, canPickMedia } from './policy.ts';
import { requireInLibrary } from './queries.ts';
import { FocusInput } from './schema.ts';

/**
 * Says what of a picture must stay in sight where it is cropped, or with null that the middle will do. It counts wherever the
 * picture stands: as a lead and in galleries. Gives the expired tags.
 */
export async function focusFile(input: { actor: Actor; id: string; focus: FocusInput }): Promise<string[]> {
  const { actor, id } = input;
  if (!canPickMedia(actor))
    throw new PersonError('refused', 'Only people who write for this publication change its pictures.');
  const parsed = FocusInput.safeParse(input.focus);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new FieldProblem(String(issue?.path[0] ?? ''), issue?.message ?? '');
  }
  return db.transaction(async (tx) => {
    const row = await requireInLibrary(id, tx);
    if (row.width === null || row.height === null)
      throw new PersonError('invalid', 'Only a picture whose size is known has a point to keep in sight.');
    const uses = await usesOf(tx, id, actor);
    if (!canFocusMedia(actor, { others: uses.some((use) => !use.own), given: uses.some((use) => use.given) }))
      throw new PersonError(
        'refused',
        'This picture stands in other articles too. Ask an editor to change what stays in sight.',
      );
    const { x, y } = parsed.data ?? { x: null, y: null };
    await tx.update(file).set({ focusX: x, focusY: y }).where(eq(file.id, id));
    await tx
      .insert(event)
      .values({ name: 'file.focus', actor: actorName(actor), subject: `file:${id}`, detail: { x, y } });
    const tags = await tagsOfAll(
      tx,
      uses.filter((use) => use.given).map((use) => use.id),
    );
    await expireTags(tx, tags);
    return tags;
  });
}

/** The articles that show a file: as a lead, in the text that readers have, or in the newest one. */
async function usesOf(
  tx: Queryable,
  id: string,
  actor: Actor,
): Promise<{ id: number; own: boolean; given: boolean }[]> {
  const rows = await tx.execute<{ id: string; user_id: string | null; given: boolean }>(sql`
    select a.id, a.user_id, a.published_at is not null as given from ${article} a
    where a.lead_file_id = ${id} or a.id in (
      select article_id from ${revision} where file_ids(${revision.body}, ${revision.fields}) @> array[${id}::text])`);
  return rows.map((row) => ({
    id: Number(row.id),
    own: actor.kind === 'user' && row.user_id === actor.id,
    given: row.given,
  }));
}
