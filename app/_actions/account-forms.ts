import { redirect } from 'next/navigation';
import type { Offer } from './define-action.ts';

/**
 * What a form of the account pages learns of what it sent: `values` is what was typed, by the names of the fields, so that
 * nothing is lost; `field` is the one that the sentence is about.
 */
export type FieldState =
  | { status: 'idle' }
  | { status: 'done' }
  /** What was wanted is done, and `to` is where one goes on. */
  | { status: 'moved'; to: string }
  | { status: 'failed'; message: string; offer?: Offer; field?: string; values?: Record<string, string> };

/** Goes on to a path: by the browser's own means where scripts run, by a redirect where none do. */
export function goTo(path: string, form: FormData): FieldState {
  if (form.has('live')) return { status: 'moved', to: path };
  redirect(path);
}
