'use client';

import { changeSettingsAction } from '#app/_actions/settings';
import { settingsDeskPath } from '#lib/addresses';
import { managingTextsFor } from '#messages/managing';
import { useDeskForm } from '../newsroom/desk-forms.tsx';
import { Choice, Field, FormProblem } from './field.tsx';

/** A setting as it is asked for; `value` as a form writes it. */
export type SettingField = {
  key: string;
  label: string;
  hint?: string | undefined;
  value: string;
  kind: 'line' | 'lines' | 'number' | 'switch' | 'choice';
  options: readonly (readonly [value: string, name: string])[];
};

type Props = { id: string; title: string; fields: SettingField[]; saved: boolean; language: string };

/** One part of the settings, saved by itself. */
export function SettingsForm({ id, title, fields, saved, language }: Props) {
  const t = managingTextsFor(language);
  const { send, busy, failed } = useDeskForm(changeSettingsAction, settingsDeskPath);
  // Two forms of a page may have failed; this one knows its own.
  const own = failed?.values?.part === id ? failed : null;
  return (
    <form action={send}>
      <input type="hidden" name="part" value={id} />
      <fieldset className="settings-group" id={id}>
        <legend>{title}</legend>
        {fields.map((field) => (
          <Setting key={field.key} id={`setting-${field.key}`} field={field} failed={own} />
        ))}
        <FormProblem failed={own} fields={fields.map(({ key }) => key)} />
        <p role="status" className="desk-done">
          {saved && !own && t.settingsSaved}
        </p>
        <button type="submit" className="desk-button" disabled={busy}>
          {t.save}
          <span className="sr-only"> ({title})</span>
        </button>
      </fieldset>
    </form>
  );
}

type SettingProps = { id: string; field: SettingField; failed: Parameters<typeof Field>[0]['failed'] };

function Setting({ id, field, failed }: SettingProps) {
  const { key, label, hint, value, kind, options } = field;
  const common = { id, name: key, label, hint, value, failed };
  switch (kind) {
    case 'choice':
      return <Choice {...common} options={options} />;
    case 'switch':
      return <Switch field={field} id={id} failed={failed} />;
    case 'lines':
      return <Field {...common} lines={4} />;
    case 'number':
      return <Field {...common} type="number" />;
    case 'line':
      return <Field {...common} />;
  }
}

function Switch({ field: { key, label, hint, value }, id, failed }: SettingProps) {
  const on = failed ? failed.values?.[key] !== undefined : value === 'on';
  return (
    <div className="desk-field">
      <label className="desk-check">
        <input
          key={String(on)}
          type="checkbox"
          name={key}
          value="on"
          defaultChecked={on}
          aria-describedby={hint ? `${id}-hint` : undefined}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <p className="desk-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
