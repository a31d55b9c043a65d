'use client';

import { type ReactNode, useActionState } from 'react';
import { unlockArticleAction } from '#app/_actions/articles';

type Props = {
  kind: 'article' | 'page';
  slug: string;
  texts: { title: string; text: string; password: string; unlock: string; unlocking: string };
  lang?: string;
};

/** Asks for the password of a protected article and shows its text in the same place. Works as a plain form too. */
export function Unlock({ kind, slug, texts, lang }: Props) {
  const [state, action, pending] = useActionState<Awaited<ReturnType<typeof unlockArticleAction>>, FormData>(unlockArticleAction, {
    status: 'idle',
  });
  if (state.status === 'done') return state.result as ReactNode;
  const failed = state.status === 'failed' ? state.message : null;
  return (
    <section className="protected" aria-labelledby="protected" lang={lang}>
      <h2 id="protected">{texts.title}</h2>
      <p>{texts.text}</p>
      <form action={action}>
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="slug" value={slug} />
        <label>
          {texts.password}
          <input
            type="password"
            name="password"
            autoComplete="off"
            required
            aria-invalid={failed !== null || undefined}
            aria-describedby={failed === null ? undefined : 'protected-failed'}
          />
        </label>
        <button type="submit" disabled={pending}>
          {pending ? texts.unlocking : texts.unlock}
        </button>
        {failed !== null && (
          <p id="protected-failed" role="alert">
            {failed}
          </p>
        )}
      </form>
    </section>
  );
}
