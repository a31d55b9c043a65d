'use client';

import { useId } from 'react';
import { mergeTermsAction, saveTermAction } from '#app/_actions/managing';
import type { TermKind, TermView } from '#features/managing/schema';
import { termsDeskPath } from '#lib/addresses';
import { managingTextsFor } from '#messages/managing';
import { useDeskForm } from '../newsroom/desk-forms.tsx';
import { Choice, Field, FormProblem } from './field.tsx';

type Props = { kind: TermKind; term: TermView | null; language: string };

/** Makes a section, tag or author, or changes `term`. */
export function TermForm({ kind, term, language }: Props) {
  const t = managingTextsFor(language);
  const id = useId();
  const { send, busy, failed } = useDeskForm(saveTermAction, termsDeskPath(kind, term?.id));
  return (
    <form action={send} className="desk-form">
      <input type="hidden" name="kind" value={kind} />
      {term && <input type="hidden" name="id" value={term.id} />}
      <Field id={`${id}-name`} name="name" label={t.name} value={term?.name ?? ''} failed={failed} required />
      <Field
        id={`${id}-slug`}
        name="slug"
        label={t.address}
        hint={t.addressHint}
        value={term?.slug ?? ''}
        failed={failed}
      />
      <Field
        id={`${id}-about`}
        name="about"
        label={kind === 'author' ? t.bio : t.description}
        lines={3}
        value={term?.about ?? ''}
        failed={failed}
      />
      {kind === 'author' && (
        <>
          <Field id={`${id}-link`} name="link" label={t.link} value={term?.link ?? ''} failed={failed} />
          <Choice
            id={`${id}-as`}
            name="as"
            label={t.as}
            value={term?.as ?? 'person'}
            failed={failed}
            options={[
              ['person', t.asPerson],
              ['desk', t.asDesk],
            ]}
          />
        </>
      )}
      <FormProblem failed={failed} fields={['name', 'slug', 'about', 'link', 'as']} />
      <button type="submit" className="desk-button is-main" disabled={busy}>
        {term ? t.save : t.add}
      </button>
    </form>
  );
}

type MergeProps = { kind: TermKind; term: TermView; others: { slug: string; name: string }[]; language: string };

/** Puts everything of one under another. */
export function MergeForm({ kind, term, others, language }: MergeProps) {
  const t = managingTextsFor(language);
  const id = useId();
  const { send, busy, failed } = useDeskForm(mergeTermsAction, termsDeskPath(kind, term.id));
  return (
    <form action={send} className="desk-form">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="id" value={term.id} />
      <p className="desk-hint">{t.mergeText(term.name)}</p>
      <Field id={`${id}-into`} name="into" label={t.mergeInto} list={`${id}-others`} failed={failed} required />
      <datalist id={`${id}-others`}>
        {others.map(({ slug, name }) => (
          <option key={slug} value={slug}>
            {name}
          </option>
        ))}
      </datalist>
      <FormProblem failed={failed} fields={['into']} />
      <button type="submit" className="desk-button" disabled={busy}>
        {t.mergeNow}
      </button>
    </form>
  );
}
