'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { after } from 'next/server';
import { keepSession, sessionToken } from '#app/_session/cookies';
import { workOnce } from '#bin/jobs';
import {
  beginSecondFactor,
  confirmByCode,
  dropPendingSecondFactor,
  enableSecondFactor,
  finishSignIn,
  mailConfirmCode,
  remakeRecoveryCodes,
  switchOffSecondFactor,
} from '#features/accounts/commands';
import { ownPath } from '#features/accounts/schema';
import { backTo, confirmPath, securityPath } from '#lib/addresses';
import { onVercel } from '#lib/env';
import { type FieldState, goTo } from './account-forms.ts';
import { currentActor, requestOrigin } from './actor.ts';
import { type ActionState, defineAction } from './define-action.ts';
import { field } from './form-field.ts';

/** What the page of the second step is told; `codes` are recovery codes, shown this once. */
export type FactorState = ActionState<{ codes: string[] } | null>;

/** Fifteen signs need not be typed again for one that was wrong; a code of the app is another by then. */
function failedAtCode(state: ActionState<unknown>, form: FormData): FieldState {
  const code = field(form, 'code');
  return state.status === 'failed'
    ? { ...state, field: 'code', values: { code: /[a-z]/i.test(code) ? code : '' } }
    : { status: 'idle' };
}

/** The second step of signing in. */
export async function giveCodeAction(_: FieldState, form: FormData): Promise<FieldState> {
  const to = ownPath(form.get('to'));
  const state = await defineAction(async () => {
    const [{ address, userAgent }, token] = await Promise.all([requestOrigin(), sessionToken()]);
    return finishSignIn({ token: token ?? '', code: field(form, 'code'), from: address, userAgent });
  });
  if (state.status !== 'done') return failedAtCode(state, form);
  await keepSession(state.result.token);
  return goTo(state.result.named ? to : `/account/name?to=${encodeURIComponent(to)}`, form);
}

/** Mails a code to who has to show that it is them. */
export async function mailConfirmCodeAction(_: FieldState, form: FormData): Promise<FieldState> {
  const state = await defineAction(async () => {
    await mailConfirmCode({ actor: await currentActor(), token: (await sessionToken()) ?? '' });
    if (onVercel()) after(workOnce);
  });
  if (state.status !== 'done') return failedAtCode(state, form);
  const to = form.has('to') ? ownPath(form.get('to')) : undefined;
  const path = confirmPath(to);
  return goTo(`${path}${path.includes('?') ? '&' : '?'}sent=1`, form);
}

/** Shows that it is them. Without `to` they go back to the window they came from. */
export async function confirmAction(_: FieldState, form: FormData): Promise<FieldState> {
  const state = await defineAction(async () => {
    const [actor, { address }, token] = await Promise.all([currentActor(), requestOrigin(), sessionToken()]);
    await confirmByCode({ actor, token: token ?? '', code: field(form, 'code'), from: address });
  });
  if (state.status !== 'done') return failedAtCode(state, form);
  return goTo(form.has('to') ? ownPath(form.get('to')) : '/account/confirm?done=1', form);
}

/** Changes of one's own second step, one after the other: `do` says which. What is refused for now leads to confirming. */
export async function changeFactorAction(_: FactorState, form: FormData): Promise<FactorState> {
  const to = ownPath(form.get('to'));
  const state = await defineAction(async () => {
    const actor = await currentActor();
    switch (field(form, 'do')) {
      case 'begin':
        await beginSecondFactor({ actor });
        return null;
      case 'cancel':
        await dropPendingSecondFactor({ actor });
        return null;
      case 'enable': {
        const [{ address }, token] = await Promise.all([requestOrigin(), sessionToken()]);
        const code = field(form, 'code');
        return { codes: await enableSecondFactor({ actor, token: token ?? '', code, from: address }) };
      }
      case 'remake':
        return { codes: await remakeRecoveryCodes({ actor }) };
      case 'off':
        await switchOffSecondFactor({ actor });
        return null;
      default:
        return null;
    }
  });
  const page = backTo(securityPath, to);
  if (state.status === 'failed' && state.offer) redirect(confirmPath(page));
  if (state.status === 'done') {
    // Codes are in this answer and nowhere else; all other changes are a page of their own.
    if (state.result === null) redirect(page);
    refresh();
  }
  return state;
}
