import { and, eq, isNull } from 'drizzle-orm';
import { db } from '#db/client';
import { file, setting } from '#db/schema/index';
import { FieldProblem } from '#features/newsroom/schema';
import { changeSettings } from '#features/settings/commands';
import { canChangeSettings } from '#features/settings/policy';
import { SettingsShape } from '#features/settings/schema';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { draftKey, getLookDraft } from './queries.ts';
import { type LookSettings, logoTypes, lookKeys } from './schema.ts';

export { changeMenu } from './arranging.ts';

function requireAdministrator(actor: Actor): void {
  if (!canChangeSettings(actor))
    throw new PersonError('refused', 'Only administrators change how the publication looks.');
}

/**
 * Keeps a look to be tried, for all who may apply it; readers get nothing of it. `look`: values as a form or the command line
 * writes them; one that is missing has its default. A mistake is a `FieldProblem` that goes on from the name of its setting.
 */
export async function draftLook(input: { actor: Actor; look: Record<string, unknown> }): Promise<void> {
  requireAdministrator(input.actor);
  const values: Record<string, unknown> = {};
  for (const key of lookKeys) {
    const parsed = SettingsShape.shape[key].safeParse(input.look[key]);
    if (!parsed.success) throw new FieldProblem(key, `${key} ${parsed.error.issues[0]?.message ?? 'is not valid'}.`);
    values[key] = parsed.data;
  }
  const draft = values as LookSettings;
  for (const key of ['logo', 'logoDark'] as const) await requireLogo(key, draft[key]);
  await db
    .insert(setting)
    .values({ key: draftKey, value: draft })
    .onConflictDoUpdate({ target: setting.key, set: { value: draft } });
}

async function requireLogo(key: 'logo' | 'logoDark', id: string): Promise<void> {
  if (id === '') return;
  // A file of a response is shown to those alone who see that.
  const [row] = await db
    .select({ type: file.type, width: file.width })
    .from(file)
    .where(and(eq(file.id, id), isNull(file.attachmentId)));
  if (!row) throw new FieldProblem(key, `${key} must be a picture of the library: this one is gone.`);
  if (row.width === null || !logoTypes.some((type) => type === row.type))
    throw new FieldProblem(key, `${key} must be a PNG, WebP, AVIF or JPEG.`);
}

/** Gives readers the look that is tried. */
export async function applyLook({ actor }: { actor: Actor }): Promise<void> {
  requireAdministrator(actor);
  const draft = await getLookDraft({ actor });
  if (!draft) throw new PersonError('conflict', 'There is nothing to apply. Choose something and look at it first.');
  await changeSettings({ actor, changes: draft });
  await db.delete(setting).where(eq(setting.key, draftKey));
}

/** Forgets the look that is tried. */
export async function discardLook({ actor }: { actor: Actor }): Promise<void> {
  requireAdministrator(actor);
  await db.delete(setting).where(eq(setting.key, draftKey));
}
