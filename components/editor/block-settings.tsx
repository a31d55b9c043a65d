import { Dialog } from '@base-ui/react/dialog';
import type { Editor } from '@tiptap/core';
import { type FormEvent, useId, useState } from 'react';
import type { EditorTexts } from '#messages/editor';
import { FocusField } from '../ui/focus-field.tsx';
import { setBlockAttributes } from './block-commands.ts';
import { type BlockField, fieldsOf } from './block-fields.ts';
import { EditorDialog } from './editor-dialog.tsx';
import type { EditorServices } from './editor-services.ts';
import { croppable, showFocus } from './media-views.ts';
import { typedAddress } from './typed-address.ts';

type Props = { editor: Editor; at: number; services: EditorServices; t: EditorTexts; close: () => void };

/** The settings of one block: its attributes as fields. */
export function BlockSettings({ editor, at, services, t, close }: Props) {
  const node = editor.state.doc.nodeAt(at);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const prefix = useId();
  const picture = node && croppable(node);
  const before = picture ? (services.focuses.get(picture.fileId) ?? null) : null;
  const [focus, setFocus] = useState(before);
  if (!node) return null;
  const { name } = node.type;
  const fields = fieldsOf(name, t);

  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const found: Record<string, string> = {};
    const attrs: Record<string, unknown> = {};
    for (const field of fields) {
      const value = valueFrom(field, form, node.attrs[field.name], node.type.spec.attrs?.[field.name]?.default);
      if (value === undefined) found[field.name] = t.edBadAddress;
      else attrs[field.name] = value;
    }
    setProblems(found);
    const first = Object.keys(found)[0];
    if (first) {
      document.getElementById(`${prefix}${first}`)?.focus();
      return;
    }
    // First what only the document knows: whatever becomes of the point, no word is lost.
    setBlockAttributes(at, attrs)(editor.state, editor.view.dispatch);
    if (picture && (focus?.x !== before?.x || focus?.y !== before?.y)) {
      const refused = await services.setFocus(picture.fileId, focus);
      if (refused !== null) {
        setProblems({ focus: refused });
        return;
      }
      showFocus(editor, picture.fileId, focus);
    }
    close();
  };

  return (
    <EditorDialog title={`${t.edBlockNames[name] ?? name}: ${t.edSettings}`} editor={editor} close={close}>
      <form onSubmit={(event) => void save(event)} noValidate>
        {fields.length === 0 && <p>{t.edNoSettings}</p>}
        {fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            id={`${prefix}${field.name}`}
            value={node.attrs[field.name]}
            problem={problems[field.name]}
          />
        ))}
        {picture && <FocusField {...picture} value={focus} onChange={setFocus} t={t} problem={problems.focus} />}
        <p className="editor-dialog-end">
          <Dialog.Close className="editor-button">{t.edCancel}</Dialog.Close>
          <button type="submit" className="editor-button is-main">
            {t.edDone}
          </button>
        </p>
      </form>
    </EditorDialog>
  );
}

function Field({
  field,
  id,
  value,
  problem,
}: {
  field: BlockField;
  id: string;
  value: unknown;
  problem: string | undefined;
}) {
  const text = value === null || value === undefined ? '' : String(value);
  const described = [problem && `${id}-problem`, field.help && `${id}-help`].filter(Boolean).join(' ') || undefined;
  const shared = { id, name: field.name, 'aria-describedby': described, 'aria-invalid': problem ? true : undefined };
  if (field.kind === 'switch')
    return (
      <p className="editor-field is-switch">
        <input type="checkbox" {...shared} defaultChecked={value === true} />
        <label htmlFor={id}>{field.label}</label>
      </p>
    );
  return (
    <div className="editor-field">
      <label htmlFor={id}>{field.label}</label>
      {field.kind === 'text' && <textarea rows={3} {...shared} defaultValue={text} />}
      {field.kind === 'choice' && (
        <select {...shared} defaultValue={text}>
          {!field.choices?.some(([known]) => known === text) && <option value={text}>{text}</option>}
          {field.choices?.map(([known, label]) => (
            <option key={known} value={known}>
              {label}
            </option>
          ))}
        </select>
      )}
      {(field.kind === 'line' || field.kind === 'address') && (
        <input type={field.kind === 'address' ? 'url' : 'text'} {...shared} defaultValue={text} />
      )}
      {field.kind === 'number' && <input type="number" step={1} {...shared} defaultValue={text} />}
      {problem && (
        <span className="editor-problem" id={`${id}-problem`} role="alert">
          {problem}
        </span>
      )}
      {field.help && (
        <span className="editor-help" id={`${id}-help`}>
          {field.help}
        </span>
      )}
    </div>
  );
}

/** The attribute that a field stands for; undefined where it can't be that. What was not changed stays as it was. */
function valueFrom(field: BlockField, form: FormData, before: unknown, initial: unknown): unknown {
  const given = String(form.get(field.name) ?? '');
  if (field.kind === 'switch') return form.has(field.name);
  if (given === (before === null || before === undefined ? '' : String(before))) return before ?? null;
  const text = given.trim();
  if (field.kind === 'number' || typeof initial === 'number') {
    const number = Math.trunc(Number(text));
    return text !== '' && Number.isSafeInteger(number) ? number : initial;
  }
  if (text === '') return initial ?? null;
  return field.kind === 'address' ? (typedAddress(text) ?? undefined) : text;
}
