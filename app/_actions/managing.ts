'use server';

import { redirect } from 'next/navigation';
import {
  addRedirect,
  changeArticles,
  mergeTerms,
  moveSection,
  removeRedirect,
  removeTerm,
  removeView,
  renameSource,
  saveTerm,
  saveView,
} from '#features/managing/commands';
import { type BulkChange, type TermKind, termKinds } from '#features/managing/schema';
import { articlesDeskPath, redirectsDeskPath, sourcesDeskPath, termsDeskPath } from '#lib/addresses';
import { PersonError } from '#lib/errors';
import { currentActor } from './actor.ts';
import { type DeskState, defineForm, expire, number, shown } from './desk-form.ts';
import { field } from './form-field.ts';

/** The list that a form was sent from, with what else is to be said there. */
function listPath(form: FormData, added: Record<string, string> = {}): string {
  const query = new URLSearchParams(field(form, 'query').slice(0, 2000));
  query.delete('done');
  for (const [name, value] of Object.entries(added)) query.set(name, value);
  return query.size > 0 ? `${articlesDeskPath}?${query}` : articlesDeskPath;
}

function changeOf(form: FormData): BulkChange {
  switch (field(form, 'do')) {
    case 'archive':
      return { kind: 'archive' };
    case 'pin':
    case 'unpin':
      return { kind: 'pin', on: field(form, 'do') === 'pin' };
    case 'section':
      return { kind: 'section', sectionId: number(form, 'section') || null };
    case 'tag':
      return { kind: 'tag', name: field(form, 'tag') };
    default:
      throw new PersonError('invalid', 'This button is not known. Load the page again.');
  }
}

/** Does one thing with the articles that are chosen in the list: `do` says what. */
export async function changeArticlesAction(_: DeskState, form: FormData): Promise<DeskState> {
  let changed = 0;
  const state = await defineForm(form, async () => {
    const ids = form.getAll('id').map(Number);
    const done = await changeArticles({ actor: await currentActor(), ids, change: changeOf(form) });
    expire(done.tags);
    changed = done.changed;
    return null;
  });
  if (state.status === 'done') redirect(listPath(form, { done: String(changed) }));
  return state;
}

/** Keeps the list that is shown under a name. */
export async function saveViewAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    await saveView({ actor: await currentActor(), name: field(form, 'name'), query: field(form, 'query') });
    return null;
  });
  if (state.status === 'done') redirect(listPath(form));
  return state;
}

export async function removeViewAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    await removeView({ actor: await currentActor(), id: number(form, 'view') });
    return null;
  });
  if (state.status === 'done') redirect(listPath(form));
  return state;
}

function kindOf(form: FormData): TermKind {
  const kind = termKinds.find((each) => each === field(form, 'kind'));
  if (!kind) throw new PersonError('invalid', 'This form is not known. Load the page again.');
  return kind;
}

/** Makes a section, tag or author, or changes the one that `id` names. */
export async function saveTermAction(_: DeskState, form: FormData): Promise<DeskState> {
  let path = '';
  const state = await defineForm(form, async () => {
    const kind = kindOf(form);
    const id = number(form, 'id') || null;
    const as = field(form, 'as') === 'desk' ? 'desk' : 'person';
    const term = {
      name: field(form, 'name'),
      slug: field(form, 'slug'),
      about: field(form, 'about'),
      link: field(form, 'link'),
    };
    const saved = await saveTerm({ actor: await currentActor(), kind, id, term: { ...term, as } });
    expire(saved.tags);
    path = id === null ? termsDeskPath(kind) : `${termsDeskPath(kind, id)}?done=saved`;
    return null;
  });
  if (state.status === 'done') redirect(path);
  return state;
}

/** Makes two of a kind one, and goes to the one that stays. */
export async function mergeTermsAction(_: DeskState, form: FormData): Promise<DeskState> {
  let path = '';
  const state = await defineForm(form, async () => {
    const kind = kindOf(form);
    const merged = await mergeTerms({
      actor: await currentActor(),
      kind,
      id: number(form, 'id'),
      into: field(form, 'into'),
    });
    expire(merged.tags);
    path = `${termsDeskPath(kind, merged.id)}?done=merged`;
    return null;
  });
  if (state.status === 'done') redirect(path);
  return state;
}

export async function removeTermAction(_: DeskState, form: FormData): Promise<DeskState> {
  let path = '';
  const state = await defineForm(form, async () => {
    const kind = kindOf(form);
    expire((await removeTerm({ actor: await currentActor(), kind, id: number(form, 'id') })).tags);
    path = termsDeskPath(kind);
    return null;
  });
  if (state.status === 'done') redirect(path);
  return state;
}

/** Moves a section to the place `to`. */
export async function moveSectionAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    const [id, to] = [number(form, 'id'), number(form, 'to')];
    expire((await moveSection({ actor: await currentActor(), id, to })).tags);
    return null;
  });
  return shown(state, termsDeskPath('section'));
}

export async function addRedirectAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    const { tags } = await addRedirect({
      actor: await currentActor(),
      path: field(form, 'path'),
      target: field(form, 'target'),
    });
    expire(tags);
    return null;
  });
  return shown(state, redirectsDeskPath);
}

/** Gives a source another name in all its stories. */
export async function renameSourceAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    const names = { from: field(form, 'from'), to: field(form, 'to') };
    expire((await renameSource({ actor: await currentActor(), ...names })).tags);
    return null;
  });
  return shown(state, sourcesDeskPath);
}

export async function removeRedirectAction(_: DeskState, form: FormData): Promise<DeskState> {
  const state = await defineForm(form, async () => {
    expire((await removeRedirect({ actor: await currentActor(), path: field(form, 'path') })).tags);
    return null;
  });
  return shown(state, redirectsDeskPath);
}
