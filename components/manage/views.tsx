'use client';

import { useId } from 'react';
import { removeViewAction, saveViewAction } from '#app/_actions/managing';
import { Link } from '#components/ui/link';
import type { SavedView } from '#features/managing/schema';
import { articlesDeskPath } from '#lib/addresses';
import { managingTextsFor } from '#messages/managing';
import { DeskButton, useDeskForm } from '../newsroom/desk-forms.tsx';
import { Field, FormProblem } from './field.tsx';

type Props = { views: SavedView[]; query: string; narrowed: boolean; language: string };

/** The lists that somebody keeps, and the form by which the one that is shown is kept too. */
export function Views({ views, query, narrowed, language }: Props) {
  const t = managingTextsFor(language);
  const at = query ? `${articlesDeskPath}?${query}` : articlesDeskPath;
  if (views.length === 0 && !narrowed) return null;
  return (
    <div className="views">
      {views.length > 0 && (
        <nav aria-label={t.views} className="views-list">
          <span aria-hidden="true">{t.views}</span>
          <ul>
            {views.map((view) => (
              <li key={view.id}>
                <Link
                  href={`${articlesDeskPath}?${view.query}`}
                  aria-current={view.query === query ? 'page' : undefined}
                  dir="auto"
                >
                  {view.name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {narrowed && (
        <details className="desk-more">
          <summary>{t.viewKeep}</summary>
          <KeepForm query={query} at={at} language={language} />
        </details>
      )}
      {views.length > 0 && (
        <details className="desk-more">
          <summary>{t.viewsEdit}</summary>
          <ul>
            {views.map((view) => (
              <li key={view.id}>
                <DeskButton
                  action={removeViewAction}
                  at={at}
                  fields={{ view: view.id, query }}
                  about={t.removeOf(view.name)}
                >
                  {t.removeOf(view.name)}
                </DeskButton>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function KeepForm({ query, at, language }: { query: string; at: string; language: string }) {
  const t = managingTextsFor(language);
  const id = useId();
  const { send, busy, failed } = useDeskForm(saveViewAction, at);
  return (
    <form action={send} className="desk-form">
      <input type="hidden" name="query" value={query} />
      <Field id={id} name="name" label={t.viewName} failed={failed} required />
      <FormProblem failed={failed} fields={['name']} />
      <button type="submit" className="desk-button" disabled={busy}>
        {t.save}
      </button>
    </form>
  );
}
