'use server';

import { addAccount, changeRole, signOutEverywhere, takeOffSecondFactor } from '#features/accounts/commands';
import { roleNames } from '#features/accounts/schema';
import type { Role } from '#lib/actor';
import { peopleDeskPath } from '#lib/addresses';
import { PersonError } from '#lib/errors';
import { currentActor } from './actor.ts';
import { type DeskState, defineForm, shown } from './desk-form.ts';
import { field } from './form-field.ts';

function roleOf(form: FormData): Role {
  const role = roleNames.find((each) => each === field(form, 'role'));
  if (!role) throw new PersonError('invalid', 'There is no such role. Choose one of the list.');
  return role;
}

/** The list as it was narrowed. */
const listPath = (form: FormData): string => {
  const query = new URLSearchParams(field(form, 'query').slice(0, 500)).toString();
  return query ? `${peopleDeskPath}?${query}` : peopleDeskPath;
};

/** Gives somebody another role; for administrators. */
export async function changeRoleAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    await changeRole({ actor: await currentActor(), email: field(form, 'email'), role: roleOf(form) });
    return null;
  });
  return shown(state, listPath(form));
}

/** Takes the second step of signing in off somebody's account; for administrators. */
export async function takeOffSecondFactorAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    await takeOffSecondFactor({ actor: await currentActor(), email: field(form, 'email') });
    return null;
  });
  return shown(state, listPath(form));
}

/** Ends all sessions of somebody; for administrators. */
export async function signOutEverywhereAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    await signOutEverywhere({ actor: await currentActor(), id: field(form, 'id') });
    return null;
  });
  return shown(state, listPath(form));
}

/** Makes an account before its owner comes; for administrators. */
export async function addAccountAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    const role = roleOf(form);
    await addAccount({ actor: await currentActor(), email: field(form, 'email'), role });
    return null;
  });
  return shown(state, peopleDeskPath);
}
