'use client';

import { type ReactNode, useActionState, useEffect } from 'react';
import { unlockArticleAction } from '#app/_actions/articles';
import type { ActionState } from '#app/_actions/define-action';
import { embedTextsFor } from '#messages/players';
import { playerWords } from '../embed/player-words.ts';
import { showPlayers } from '../embed/show-players.ts';

type Texts = { protectedTitle: string; protectedText: string; passwordLabel: string; unlock: string };

/** Asks for the password of a protected article and shows the text in its place. Posts without JavaScript too. */
export function UnlockForm({ kind, slug, texts }: { kind: 'article' | 'page'; slug: string; texts: Texts }) {
  const [state, unlock, pending] = useActionState<ActionState<ReactNode>, FormData>(unlockArticleAction, {
    status: 'idle',
  });
  const isOpen = state.status === 'done';
  // The players of what has just come.
  useEffect(() => {
    if (isOpen) showPlayers(playerWords(embedTextsFor(document.documentElement.lang)));
  }, [isOpen]);
  if (state.status === 'done') return state.result;
  const problem = state.status === 'failed' ? state.message : null;
  return (
    <section className="protected" aria-labelledby="protected" data-live="">
      <h2 id="protected">{texts.protectedTitle}</h2>
      <p>{texts.protectedText}</p>
      <form action={unlock}>
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="slug" value={slug} />
        <label htmlFor="article-password">{texts.passwordLabel}</label>
        <input
          id="article-password"
          name="password"
          type="password"
          autoComplete="off"
          required
          maxLength={200}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : 'article-password-problem'}
        />
        <button type="submit" disabled={pending}>
          {texts.unlock}
        </button>
        {problem !== null && (
          <p id="article-password-problem" className="problem" role="alert">
            {problem}
          </p>
        )}
      </form>
    </section>
  );
}
