import { db } from '#db/client';
import { expireTags } from '#db/expiry';
import { event, setting } from '#db/schema/index';
import { type Actor, actorName, requireConfirmed } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import { canChangeSettings, opensDoors } from './policy.ts';
import { type Settings, SettingsShape } from './schema.ts';

/** A value that can not be: `field` names the setting, `problem` goes on from its name. */
class SettingProblem extends PersonError {
  readonly field: string;
  readonly problem: string;

  constructor(field: string, problem: string) {
    super('invalid', `${field} ${problem}.`);
    this.field = field;
    this.problem = problem;
  }
}

/**
 * Changes settings by name; what is not named stays. Throws a `PersonError` that
 * names the first value that is wrong in `field`.
 */
export async function changeSettings(input: { actor: Actor; changes: Record<string, unknown> }): Promise<void> {
  if (!canChangeSettings(input.actor)) throw new PersonError('refused', 'Only administrators change settings.');
  const entries = Object.entries(input.changes).map(([key, value]) => {
    const shape = SettingsShape.shape[key as keyof Settings];
    if (!shape) {
      const known = Object.keys(SettingsShape.shape).join(', ');
      throw new PersonError('invalid', `There is no setting "${key}". There are: ${known}.`);
    }
    const parsed = shape.safeParse(value);
    if (!parsed.success) throw new SettingProblem(key, parsed.error.issues[0]?.message ?? 'is not valid');
    return { key, value: parsed.data };
  });
  if (entries.length === 0) return;
  if (entries.some(({ key }) => opensDoors(key))) requireConfirmed(input.actor);
  await db.transaction(async (tx) => {
    for (const row of entries) {
      await tx
        .insert(setting)
        .values(row)
        .onConflictDoUpdate({ target: setting.key, set: { value: row.value } });
    }
    await tx.insert(event).values({
      name: 'settings.change',
      actor: actorName(input.actor),
      detail: Object.fromEntries(entries.map((e) => [e.key, e.value])),
    });
    await expireTags(tx, [cacheTags.settings]);
  });
}

/** Takes settings from elsewhere, such as an imported site's name, where nobody has chosen any here. What is not valid is left. */
export async function adoptSettings(input: { actor: Actor; found: Partial<Settings> }): Promise<void> {
  if (!canChangeSettings(input.actor)) throw new PersonError('refused', 'Only administrators change settings.');
  const rows = Object.entries(input.found).flatMap(([key, value]) => {
    const parsed = SettingsShape.shape[key as keyof Settings].safeParse(value);
    return parsed.success ? [{ key, value: parsed.data }] : [];
  });
  if (rows.length === 0) return;
  await db.transaction(async (tx) => {
    const adopted = await tx.insert(setting).values(rows).onConflictDoNothing().returning({ key: setting.key });
    if (adopted.length > 0) await expireTags(tx, [cacheTags.settings]);
  });
}
