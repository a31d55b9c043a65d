import { Dialog } from '@base-ui/react/dialog';
import type { Editor } from '@tiptap/core';
import type { ReactNode, RefObject } from 'react';

type Props = {
  title: string;
  /** Leaving it leads back to the cursor; without an editor to what opened it. */
  editor?: Editor | undefined;
  close: () => void;
  children: ReactNode;
  /** For what needs room: pictures to choose from. */
  large?: boolean;
  /** What has the focus at first. */
  first?: RefObject<HTMLElement | null>;
};

/** A dialog over the text. */
export function EditorDialog({ title, editor, close, children, large = false, first }: Props) {
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="editor-backdrop" />
        <Dialog.Popup
          className={large ? 'editor-popup editor-dialog is-large' : 'editor-popup editor-dialog'}
          {...(first && { initialFocus: first })}
          {...(editor && { finalFocus: () => editor.view.dom })}
        >
          <Dialog.Title className="editor-dialog-title">{title}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
