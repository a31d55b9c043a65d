'use server';

import { redirect } from 'next/navigation';
import { applyLook, changeMenu, discardLook, draftLook } from '#features/look/commands';
import { lookKeys, type MenuChange, menuNames } from '#features/look/schema';
import { getSettings } from '#features/settings/queries';
import type { Settings } from '#features/settings/schema';
import { lookDeskPath, menusDeskPath } from '#lib/addresses';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import { settingTextsFor } from '#messages/settings';
import { currentActor } from './actor.ts';
import { type DeskState, defineForm, expire, number, shown } from './desk-form.ts';
import { field } from './form-field.ts';

/** Keeps what is chosen, to be looked at; readers get nothing of it. A switch that is off is not sent. */
export async function draftLookAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    const look = Object.fromEntries(
      lookKeys.map((key) => [key, key === 'poweredBy' ? form.has(key) : field(form, key)]),
    );
    await draftLook({ actor: await currentActor(), look });
    return null;
  });
  if (state.status !== 'failed' || !lookKeys.some((key) => key === state.field)) return shown(state, lookDeskPath);
  // At the command line a setting goes by its key, here by what is written over its field.
  const { settings } = settingTextsFor((await getSettings()).language);
  const key = state.field as keyof Settings;
  return { ...state, message: state.message.replace(`${key} `, `“${settings[key].label}” `) };
}

/** Gives readers what was looked at. */
export async function applyLookAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    await applyLook({ actor: await currentActor() });
    expire([cacheTags.settings]);
    return null;
  });
  if (state.status === 'done') redirect(`${lookDeskPath}?done=applied`);
  return state;
}

/** Forgets it. */
export async function discardLookAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    await discardLook({ actor: await currentActor() });
    return null;
  });
  if (state.status === 'done') redirect(`${lookDeskPath}?done=discarded`);
  return state;
}

function menuChangeOf(form: FormData): MenuChange {
  const [key, label] = [field(form, 'key'), field(form, 'label')];
  switch (field(form, 'do')) {
    case 'add':
      return { do: 'add', label, address: field(form, 'address') };
    case 'label':
      return { do: 'label', key, label };
    case 'place':
      return { do: 'place', key, to: number(form, 'to') };
    case 'nest':
      return { do: 'nest', key, under: field(form, 'under') === 'yes' };
    case 'remove':
      return { do: 'remove', key };
    case 'begin':
      return { do: 'begin' };
    default:
      throw new PersonError('invalid', 'This button is not known. Load the page again.');
  }
}

/** Makes one change of a menu: `menu` names it, `do` says what. */
export async function changeMenuAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    const menu = menuNames.find((each) => each === field(form, 'menu'));
    if (!menu) throw new PersonError('invalid', 'This menu is not known. Load the page again.');
    expire((await changeMenu({ actor: await currentActor(), menu, change: menuChangeOf(form) })).tags);
    return null;
  });
  return shown(state, menusDeskPath);
}
