'use server';

import { redirect } from 'next/navigation';
import { changeSettings } from '#features/settings/commands';
import { getSettings } from '#features/settings/queries';
import { type Settings, SettingsShape } from '#features/settings/schema';
import { settingsDeskPath } from '#lib/addresses';
import { cacheTags } from '#lib/cache-tags';
import { settingTextsFor } from '#messages/settings';
import { currentActor } from './actor.ts';
import { type DeskState, defineForm, expire } from './desk-form.ts';
import { field } from './form-field.ts';

/** Of one part of the page, what is not as it was. A switch that is off is not sent. */
function changesIn(form: FormData, keys: readonly (keyof Settings)[], now: Settings): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const key of keys) {
    const value = typeof now[key] === 'boolean' ? form.has(key) : field(form, key);
    const parsed = SettingsShape.shape[key].safeParse(value);
    if (!parsed.success || JSON.stringify(parsed.data) !== JSON.stringify(now[key])) changes[key] = value;
  }
  return changes;
}

/** Changes the settings of one part of the page, which `part` names; for administrators. */
export async function changeSettingsAction(_: DeskState, form: FormData): Promise<DeskState> {
  const now = await getSettings();
  const { groups, settings } = settingTextsFor(now.language);
  const part = groups.find(({ id }) => id === field(form, 'part'));
  const state = await defineForm(form, async () => {
    const changes = changesIn(form, part?.keys ?? [], now);
    await changeSettings({ actor: await currentActor(), changes });
    expire([cacheTags.settings]);
    return null;
  });
  if (state.status === 'done') redirect(`${settingsDeskPath}?saved=${part?.id ?? ''}#${part?.id ?? ''}`);
  // At the command line a setting goes by its key, here by what is written over its field.
  if (state.status !== 'failed' || state.field === undefined || !(state.field in settings)) return state;
  const { label } = settings[state.field as keyof Settings];
  return { ...state, message: state.message.replace(`${state.field} `, `“${label}” `) };
}
