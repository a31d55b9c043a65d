'use client';

import { changeMenuAction } from '#app/_actions/look';
import type { MenuName } from '#features/look/schema';
import { menusDeskPath } from '#lib/addresses';
import { lookTextsFor } from '#messages/look';
import { managingTextsFor } from '#messages/managing';
import { useDeskForm } from '../newsroom/desk-forms.tsx';
import { Field, FormProblem } from './field.tsx';

/** A new entry: where it leads, and its words. */
export function MenuAddForm({ menu, title, language }: { menu: MenuName; title: string; language: string }) {
  const t = lookTextsFor(language);
  const { send, busy, failed: any } = useDeskForm(changeMenuAction, menusDeskPath);
  // Without scripts each form of the page is given the answer; this one knows its own.
  const failed = any?.values?.menu === menu && any.values.do === 'add' ? any : null;
  return (
    <details className="manage-new" open={failed !== null || undefined}>
      <summary className="desk-button">
        {t.menuAdd}
        <span className="sr-only"> ({title})</span>
      </summary>
      <form action={send} className="desk-form">
        <input type="hidden" name="menu" value={menu} />
        <input type="hidden" name="do" value="add" />
        <Field
          {...{ id: `${menu}-address`, name: 'address', label: t.menuAddress, hint: t.menuAddressHint, failed }}
          list="menu-choices"
        />
        <Field {...{ id: `${menu}-label`, name: 'label', label: t.menuLabel, hint: t.menuLabelHint, failed }} />
        <FormProblem failed={failed} fields={['address', 'label']} />
        <button type="submit" className="desk-button" disabled={busy}>
          {managingTextsFor(language).add}
        </button>
      </form>
    </details>
  );
}

/** `name`: the entry as it is called now. */
type LabelProps = { menu: MenuName; itemKey: string; name: string; label: string; language: string };

/** Other words for an entry. */
export function MenuLabelForm({ menu, itemKey, name, label, language }: LabelProps) {
  const t = lookTextsFor(language);
  const { send, busy, failed: any } = useDeskForm(changeMenuAction, menusDeskPath);
  const failed = any?.values?.key === itemKey && any.values.do === 'label' ? any : null;
  return (
    <details open={failed !== null || undefined}>
      <summary aria-label={t.menuRenameOf(name)}>{t.menuRename}</summary>
      <form action={send} className="desk-form">
        <input type="hidden" name="menu" value={menu} />
        <input type="hidden" name="do" value="label" />
        <input type="hidden" name="key" value={itemKey} />
        <Field
          {...{
            id: `label-${itemKey}`,
            name: 'label',
            label: t.menuLabel,
            hint: t.menuLabelHint,
            value: label,
            failed,
          }}
        />
        <FormProblem failed={failed} fields={['label']} />
        <button type="submit" className="desk-button" disabled={busy}>
          {managingTextsFor(language).save}
        </button>
      </form>
    </details>
  );
}
