import { Extension } from '@tiptap/core';
import type { NodeType } from '@tiptap/pm/model';
import { type Command, Plugin, Selection, TextSelection } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { blockAt, duplicateBlock, moveBlock, removeBlock } from './block-commands.ts';
import type { EditorUi } from './editor-ui.ts';

/** Blocks whose text is a caption or a label: a new line is a paragraph behind them. */
const captioned = new Set(['picture', 'audio', 'video', 'embed', 'button']);

const leaveCaption: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  if (!captioned.has($from.parent.type.name) || !$from.sameParent($to)) return false;
  let depth = $from.depth;
  while (depth > 1 && $from.node(depth - 1).type.name === 'gallery') depth -= 1;
  const paragraph = state.schema.nodes.paragraph as NodeType;
  if (!$from.node(depth - 1).canReplaceWith($from.indexAfter(depth - 1), $from.indexAfter(depth - 1), paragraph))
    return false;
  if (dispatch) {
    const after = $from.after(depth);
    const tr = state.tr.insert(after, paragraph.create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  }
  return true;
};

/** In verse a new line stays in the block; the second empty one at its end leaves it. */
const lineOfVerse: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  if ($from.parent.type.name !== 'preformatted' || !$from.sameParent($to)) return false;
  if (!dispatch) return true;
  const atEnd = $from.parentOffset === $from.parent.content.size && state.selection.empty;
  if (!atEnd || !$from.parent.textContent.endsWith('\n')) {
    dispatch(state.tr.insertText('\n').scrollIntoView());
    return true;
  }
  const paragraph = state.schema.nodes.paragraph as NodeType;
  const tr = state.tr.delete($from.pos - 1, $from.pos);
  const after = tr.mapping.map($from.after());
  tr.insert(after, paragraph.create());
  dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  return true;
};

/** Keys beyond Tiptap's own, and a place to write where the last block has none. */
export const Keys = Extension.create<{ ui: EditorUi | null; placeholder: string }>({
  name: 'newsroomKeys',
  priority: 1000,
  addOptions: () => ({ ui: null, placeholder: '' }),
  addKeyboardShortcuts() {
    const { ui } = this.options;
    const run = (command: Command) => () => command(this.editor.state, this.editor.view.dispatch);
    const open = (act: () => void) => () => {
      act();
      return true;
    };
    return {
      'Alt-Shift-ArrowUp': run(moveBlock(-1)),
      'Alt-Shift-ArrowDown': run(moveBlock(1)),
      'Mod-Shift-d': run(duplicateBlock),
      'Mod-Shift-Backspace': run(removeBlock),
      Enter: () => run(leaveCaption)() || run(lineOfVerse)(),
      'Mod-k': open(() => ui?.open({ kind: 'link' })),
      'Mod-/': open(() => ui?.open({ kind: 'keys' })),
      'Alt-Enter': () => {
        const block = blockAt(this.editor.state);
        if (block) ui?.open({ kind: 'settings', at: block.pos });
        return block !== null;
      },
      Escape: () => {
        if (!ui?.state.full || ui.state.slash) return false;
        ui.set({ full: false });
        return true;
      },
      'Mod-Shift-f': open(() => ui?.set({ full: !ui.state.full })),
    };
  },
  addProseMirrorPlugins() {
    const { placeholder } = this.options;
    return [
      new Plugin({
        props: {
          decorations({ doc, selection }) {
            const { $from } = selection;
            if (
              !selection.empty ||
              $from.depth !== 1 ||
              $from.parent.type.name !== 'paragraph' ||
              $from.parent.content.size > 0
            )
              return null;
            return DecorationSet.create(doc, [
              Decoration.node($from.before(), $from.after(), { class: 'is-empty', 'data-placeholder': placeholder }),
            ]);
          },
          handleDOMEvents: {
            // Below the last block: where it is a picture, there is nothing to click into.
            mousedown(view, event) {
              if (event.target !== view.dom || !view.editable) return false;
              const last = view.dom.lastElementChild?.getBoundingClientRect();
              if (!last || event.clientY <= last.bottom) return false;
              const { doc, schema } = view.state;
              if (doc.lastChild?.isTextblock) return false;
              const tr = view.state.tr.insert(doc.content.size, (schema.nodes.paragraph as NodeType).create());
              view.dispatch(tr.setSelection(Selection.atEnd(tr.doc)));
              view.focus();
              event.preventDefault();
              return true;
            },
          },
        },
      }),
    ];
  },
});
