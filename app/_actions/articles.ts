'use server';

import { createElement, type ReactNode } from 'react';
import { getEdition } from '#app/_cached/edition';
import { withEmbeds } from '#app/_cached/embeds';
import { Document } from '#components/article/document';
import { unlockArticle } from '#features/articles/commands';
import { UnlockInput } from '#features/articles/schema';
import { PersonError } from '#lib/errors';
import { type ActionState, defineAction } from './define-action.ts';

/** The text of a protected article, rendered, for who knows its password. It never stands in a static page. */
export async function unlockArticleAction(_: ActionState<ReactNode>, form: FormData): Promise<ActionState<ReactNode>> {
  return defineAction(async () => {
    const input = UnlockInput.safeParse(Object.fromEntries(form));
    const { edition } = await getEdition();
    if (!input.success) throw new PersonError('invalid', edition.t.passwordMissing);
    const body = await unlockArticle(input.data);
    if (body === null) throw new PersonError('refused', edition.t.passwordWrong);
    return createElement(Document, { body, edition: await withEmbeds(edition, body) });
  });
}
