import { refresh, updateTag } from 'next/cache';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { PersonError } from '#lib/errors';
import { defineAction, type Offer } from './define-action.ts';
import { field } from './form-field.ts';

/** What a form of the newsroom learns: `field` is the one that the sentence is about, `values` is what was typed. */
export type DeskState<T = null> =
  | { status: 'idle' }
  | { status: 'done'; result: T }
  | { status: 'failed'; message: string; offer?: Offer; field?: string; values?: Record<string, string> };

export const number = (form: FormData, name: string): number => Number(field(form, name) || Number.NaN);

/** What was typed; a name that stands there several times has its values joined by commas. */
const valuesOf = (form: FormData): Record<string, string> => {
  const values: Record<string, string> = {};
  for (const [name, value] of form)
    if (typeof value === 'string' && !name.startsWith('$'))
      values[name] = name in values ? `${values[name]},${value}` : value;
  return values;
};

/** Like `defineAction`, and gives back what was typed, so that a form shows it again. */
export async function defineForm<T>(form: FormData, body: () => Promise<T>): Promise<DeskState<T>> {
  let field: string | undefined;
  const state = await defineAction(async () => {
    try {
      return await body();
    } catch (error) {
      if (error instanceof PersonError && 'field' in error) field = String(error.field);
      throw error;
    }
  });
  return state.status === 'failed' ? { ...state, ...(field && { field }), values: valuesOf(form) } : state;
}

/** What was changed is so on the next page this browser asks for, whichever server answers. */
export const expire = (tags: readonly string[]): void => {
  for (const tag of tags) updateTag(tag);
};

/** The page as it is now: loaded anew after a plain post, else exchanged where it stands, with what is typed on it. */
export async function shown(state: DeskState, path: string): Promise<DeskState> {
  if (state.status !== 'done') return state;
  if (!(await headers()).has('next-action')) redirect(path);
  refresh();
  return state;
}
