import { Dialog } from '@base-ui/react/dialog';
import type { Editor } from '@tiptap/core';
import type { ReactNode } from 'react';

/** A dialog over the text; leaving it leads back to the cursor. */
export function EditorDialog(props: { title: string; editor: Editor; close: () => void; children: ReactNode }) {
  const { title, editor, close, children } = props;
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="editor-backdrop" />
        <Dialog.Popup className="editor-popup editor-dialog" finalFocus={() => editor.view.dom}>
          <Dialog.Title className="editor-dialog-title">{title}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
