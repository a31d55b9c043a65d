import { unstable_isUnrecognizedActionError as isUnrecognized } from 'next/navigation';

/** Why an action gave no answer: no connection, a page from before a deploy, or a site that is down. */
export type NoAnswer = 'offline' | 'stale' | 'down';

export function noAnswer(error: unknown): NoAnswer {
  if (isUnrecognized(error)) return 'stale';
  return navigator.onLine ? 'down' : 'offline';
}

/** The same as a sentence, where nothing was typed that could be lost. */
export function sentenceFor(error: unknown, t: { stalePage: string; offlineOther: string; noAnswer: string }): string {
  return { offline: t.offlineOther, stale: t.stalePage, down: t.noAnswer }[noAnswer(error)];
}

/** Whether a session exists, as far as a script may know; the server believes nobody for it. */
export const isSignedIn = (): boolean => /(?:^|; )broadsheet_signed_in=1/.test(document.cookie);

/** The fields of a form that asks for an answer and not for a page. */
export function liveForm(fields: Record<string, string | number | boolean>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, live: true }))
    form.set(name, value === true ? '1' : value === false ? '' : String(value));
  return form;
}
