import { Dialog } from '@base-ui/react/dialog';
import type { Editor } from '@tiptap/core';
import { type FormEvent, useId, useState } from 'react';
import type { EditorTexts } from '#messages/editor';
import { insertBlocks } from './block-commands.ts';
import { EditorDialog } from './editor-dialog.tsx';
import { loneAddress, typedAddress } from './typed-address.ts';

type Props = { editor: Editor; t: EditorTexts; close: () => void };

/** Asks for the address of what is to be embedded. */
export function EmbedDialog({ editor, t, close }: Props) {
  const id = useId();
  const [problem, setProblem] = useState(false);
  const insert = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const url = loneAddress(typedAddress(String(new FormData(event.currentTarget).get('url') ?? '')) ?? '');
    setProblem(url === null);
    if (url === null) return;
    insertBlocks([{ type: 'embed', attrs: { url } }])(editor.state, editor.view.dispatch);
    close();
  };
  return (
    <EditorDialog title={t.edEmbed} editor={editor} close={close}>
      <form onSubmit={insert} noValidate>
        <div className="editor-field">
          <label htmlFor={id}>{t.edEmbedField}</label>
          <input
            id={id}
            name="url"
            type="url"
            inputMode="url"
            autoComplete="off"
            aria-describedby={problem ? `${id}-problem ${id}-help` : `${id}-help`}
            aria-invalid={problem || undefined}
          />
          {problem && (
            <span className="editor-problem" id={`${id}-problem`} role="alert">
              {t.edBadAddress}
            </span>
          )}
          <span className="editor-help" id={`${id}-help`}>
            {t.edEmbedHelp}
          </span>
        </div>
        <p className="editor-dialog-end">
          <Dialog.Close className="editor-button">{t.edCancel}</Dialog.Close>
          <button type="submit" className="editor-button is-main">
            {t.edInsert}
          </button>
        </p>
      </form>
    </EditorDialog>
  );
}

export function KeysDialog({ editor, t, close }: Props) {
  return (
    <EditorDialog title={t.edKeys} editor={editor} close={close}>
      <dl className="editor-keys">
        {t.edKeyList.map(([keys, what]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="editor-dialog-end">
        <Dialog.Close className="editor-button is-main">{t.edDone}</Dialog.Close>
      </p>
    </EditorDialog>
  );
}
