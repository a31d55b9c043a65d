import { Menu } from '@base-ui/react/menu';
import type { Editor } from '@tiptap/core';
import { type Command, NodeSelection } from '@tiptap/pm/state';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import type { EditorTexts } from '#messages/editor';
import { duplicateBlock, moveBlock, removeBlock } from './block-commands.ts';
import { fieldsOf } from './block-fields.ts';
import type { EditorUi } from './editor-ui.ts';
import { Icon } from './icons.tsx';

type Props = { editor: Editor; ui: EditorUi; t: EditorTexts };

/** The grip beside the block under the pointer: dragged it moves the block, pressed it says what else can be done. */
export function BlockHandle({ editor, ui, t }: Props) {
  const grip = useRef<HTMLDivElement>(null);
  const held = useRef<HTMLElement | null>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const { dom } = editor.view;
    let frame = 0;
    const place = (event: PointerEvent) => {
      if (event.pointerType !== 'mouse' || event.buttons !== 0) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const block = blockUnder(dom, event.clientY);
        if (!grip.current || block === held.current) return;
        held.current = block;
        grip.current.hidden = block === null;
        // Of what is hidden there is no place.
        const box = grip.current.offsetParent?.getBoundingClientRect();
        if (!block || !box) return;
        const style = getComputedStyle(block);
        const rect = block.getBoundingClientRect();
        const line = Math.min(rect.height, Number.parseFloat(style.lineHeight) || 32);
        grip.current.style.transform = `translate(${rect.left - box.left}px, ${rect.top - box.top + line / 2}px)`;
      });
    };
    const hide = () => {
      held.current = null;
      if (grip.current) grip.current.hidden = true;
    };
    const around = dom.parentElement;
    around?.addEventListener('pointermove', place);
    editor.on('update', hide);
    return () => {
      cancelAnimationFrame(frame);
      around?.removeEventListener('pointermove', place);
      editor.off('update', hide);
    };
  }, [editor]);

  /** Selects the block that the grip is at. */
  const select = (): NodeSelection | null => {
    const block = held.current;
    if (!block?.isConnected) return null;
    const { view } = editor;
    const at = view.posAtDOM(block, 0);
    const $at = view.state.doc.resolve(at);
    const pos = $at.depth === 0 ? at : $at.before(1);
    const node = view.state.doc.nodeAt(pos);
    if (!node || !NodeSelection.isSelectable(node)) return null;
    const selection = NodeSelection.create(view.state.doc, pos);
    view.dispatch(view.state.tr.setSelection(selection));
    return selection;
  };

  const drag = (event: DragEvent) => {
    const selection = select();
    const block = held.current;
    if (!selection || !block) return event.preventDefault();
    const { view } = editor;
    const { dom, text } = view.serializeForClipboard(selection.content());
    event.dataTransfer.clearData();
    event.dataTransfer.effectAllowed = 'copyMove';
    event.dataTransfer.setData('text/html', dom.innerHTML);
    event.dataTransfer.setData('text/plain', text);
    event.dataTransfer.setDragImage(block, 0, 0);
    view.dragging = { slice: selection.content(), move: true };
  };

  const run = (command: Command) => () => {
    command(editor.state, editor.view.dispatch);
    editor.view.focus();
  };
  const settings = () => {
    const { selection } = editor.state;
    if (selection instanceof NodeSelection && fieldsOf(selection.node.type.name, t).length > 0)
      ui.open({ kind: 'settings', at: selection.from });
  };
  return (
    <div className="editor-grip" ref={grip} hidden>
      <Menu.Root
        modal={false}
        open={open}
        onOpenChange={(next) => {
          // Pressing it may be the beginning of a drag; a click is none.
          if (!next) setOpen(false);
        }}
      >
        <Menu.Trigger
          className="editor-grip-button"
          aria-label={t.edDrag}
          title={t.edDrag}
          tabIndex={-1}
          draggable
          onDragStart={drag}
          onClick={() => {
            select();
            setOpen(true);
          }}
        >
          <Icon name="grip" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="editor-layer" side="left" align="start" sideOffset={4} collisionPadding={8}>
            <Menu.Popup className="editor-popup editor-menu" aria-label={t.edBlock} finalFocus={() => editor.view.dom}>
              {[
                { label: t.edSettings, act: settings },
                { label: t.edMoveUp, act: run(moveBlock(-1)) },
                { label: t.edMoveDown, act: run(moveBlock(1)) },
                { label: t.edDuplicate, act: run(duplicateBlock) },
                { label: t.edRemove, act: run(removeBlock) },
              ].map(({ label, act }) => (
                <Menu.Item key={label} className="editor-menu-item" onClick={act}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}

/** The block of the document at a height of the window, found by halves: there may be hundreds. */
function blockUnder(dom: HTMLElement, y: number): HTMLElement | null {
  const { children } = dom;
  let [low, high] = [0, children.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const child = children[middle] as HTMLElement;
    const rect = child.getBoundingClientRect();
    if (y < rect.top) high = middle - 1;
    else if (y > rect.bottom) low = middle + 1;
    else return child;
  }
  return null;
}
