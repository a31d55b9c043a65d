'use client';

import { type CSSProperties, type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { draftLookAction } from '#app/_actions/look';
import type { LookSettings } from '#features/look/schema';
import { looks } from '#features/settings/schema';
import { lookDeskPath, mediaDeskPath } from '#lib/addresses';
import { type LookTexts, lookTextsFor } from '#messages/look';
import { settingTextsFor } from '#messages/settings';
import { useDeskForm } from '../newsroom/desk-forms.tsx';
import { Choice, Field, FormProblem } from './field.tsx';

type Props = {
  look: LookSettings;
  accents: { light: string; dark: string };
  logos: { id: string; name: string }[];
  language: string;
};

/** What can be chosen of the look, in one form. With scripts a choice is looked at as soon as it is made. */
export function LookForm({ look, accents, logos, language }: Props) {
  const t = lookTextsFor(language);
  const { settings: named } = settingTextsFor(language);
  const form = useRef<HTMLFormElement>(null);
  const { send, busy, failed } = useDeskForm(draftLookAction, lookDeskPath);
  const changed = useRef<string | null>(null);
  // Words are looked at when they are left; the button stays for who wants to be sure.
  const show = ({ target }: FormEvent) => {
    if (
      target instanceof HTMLInputElement ||
      target instanceof HTMLSelectElement ||
      target instanceof HTMLTextAreaElement
    ) {
      changed.current = target.name;
      form.current?.requestSubmit();
    }
  };
  // A field that has another value now is another element: who chooses by the arrow keys goes on from it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the look has changed, and only then.
  useEffect(() => {
    if (changed.current === null || document.activeElement !== document.body) return;
    const named = [...(form.current?.elements ?? [])].filter(
      (each): each is HTMLInputElement => each.getAttribute('name') === changed.current,
    );
    (named.find(({ checked }) => checked) ?? named[0])?.focus();
  }, [look]);
  const field = (name: 'accent' | 'footer' | 'designedBy' | 'designedByUrl') => ({
    ...{ id: `look-${name}`, name, label: named[name].label, hint: named[name].hint, value: look[name], failed },
  });
  const choice = (name: 'readingFont' | 'frontLayout') => ({
    ...{ id: `look-${name}`, name, label: named[name].label, value: look[name], failed },
    options: Object.entries(named[name].options),
  });
  const logo = (name: 'logo' | 'logoDark', none: string) => ({
    ...{ id: `look-${name}`, name, label: named[name].label, hint: named[name].hint, value: look[name], failed },
    options: [['', none], ...logos.map(({ id, name: file }) => [id, file] as const)] as [string, string][],
  });
  const chosen = failed?.values?.look ?? look.look;
  const powered = failed ? failed.values?.poweredBy !== undefined : look.poweredBy;
  return (
    <form
      ref={form}
      action={send}
      onChange={show}
      // React empties a form that was sent, with what was typed into other fields meanwhile.
      onReset={(event) => event.preventDefault()}
      className="look-form"
      aria-busy={busy}
    >
      <Part title={t.partLook}>
        <fieldset className="look-choice" key={chosen}>
          <legend>{named.look.label}</legend>
          {looks.map((each) => (
            <label key={each} className="look-option">
              <input type="radio" name="look" value={each} defaultChecked={each === chosen} />
              <Sample look={each} face={look.readingFont} accents={accents} t={t} />
              <span>
                <b>{named.look.options[each]}</b>
                <small>{t.lookHints[each]}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <Choice {...choice('readingFont')} />
        <Field {...field('accent')} type="color" />
        <p className="look-accents">
          {t.accentFitted} <span style={{ background: accents.light }} role="img" aria-label={accents.light} />
          <span style={{ background: accents.dark }} role="img" aria-label={accents.dark} />
        </p>
      </Part>
      <Part title={t.partFront}>
        <Choice {...choice('frontLayout')} />
      </Part>
      <Part title={t.partLogo}>
        <Choice {...logo('logo', t.noLogo)} />
        <Choice {...logo('logoDark', t.sameLogo)} />
        <p className="desk-hint">
          <a href={mediaDeskPath}>{t.logoAdd}</a>
        </p>
      </Part>
      <Part title={t.partFooter}>
        <Field {...field('footer')} lines={3} />
        <div className="desk-field">
          <label className="desk-check">
            <input key={String(powered)} type="checkbox" name="poweredBy" defaultChecked={powered} />
            <span>{named.poweredBy.label}</span>
          </label>
        </div>
        <Field {...field('designedBy')} />
        <Field {...field('designedByUrl')} />
      </Part>
      <FormProblem
        failed={failed}
        fields={['accent', 'footer', 'designedBy', 'designedByUrl', 'readingFont', 'frontLayout', 'logo', 'logoDark']}
      />
      <button type="submit" className="desk-button">
        {t.preview}
      </button>
    </form>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="look-part">
    <h2>{title}</h2>
    {children}
  </section>
);

/** Some words in a look, whatever the page around them is in. */
function Sample({ look, face, accents, t }: { look: string; face: string; accents: Props['accents']; t: LookTexts }) {
  return (
    <span
      aria-hidden="true"
      className="look-sample"
      data-look={look}
      data-face={face}
      style={{ '--accent-light': accents.light, '--accent-dark': accents.dark } as CSSProperties}
    >
      <span>{t.sampleHeadline}</span>
      <span>{t.sampleText}</span>
    </span>
  );
}
