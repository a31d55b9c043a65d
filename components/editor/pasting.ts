import { Extension } from '@tiptap/core';
import { DOMSerializer, Fragment, type Node, type Schema, Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { DocumentNode } from '#lib/document/schema';
import { insertBlocks } from './block-commands.ts';
import { blocksOfCopied, blocksOfPasted } from './pasted.ts';
import { loneAddress } from './typed-address.ts';

/** Holds what was copied, as JSON, in the HTML on the clipboard. */
const copiedAttribute = 'data-broadsheet';

function fragmentOf(schema: Schema, blocks: readonly DocumentNode[]): Fragment {
  const nodes: Node[] = [];
  for (const block of blocks) {
    try {
      const node = schema.nodeFromJSON(block);
      node.check();
      nodes.push(node);
    } catch {
      // What does not fit is left out; `blocksOfPasted` gives none such.
    }
  }
  return Fragment.fromArray(nodes);
}

/** What was copied in an editor of ours; of fragments that stand in no block, too (`tableRow`, `listItem`). */
function copied(schema: Schema, dom: Element): Fragment | null {
  const json = dom.querySelector(`[${copiedAttribute}]`)?.getAttribute(copiedAttribute);
  const blocks = json ? blocksOfCopied(json) : null;
  if (!blocks) return null;
  const fragment = fragmentOf(schema, blocks);
  return fragment.childCount === blocks.length ? fragment : null;
}

const parser = (schema: Schema) => ({
  parseSlice(dom: globalThis.Node): Slice {
    const element = dom as Element;
    const own = copied(schema, element);
    if (own) return Slice.maxOpen(own);
    const fragment = fragmentOf(schema, blocksOfPasted(element.innerHTML));
    return Slice.maxOpen(fragment, false);
  },
  parse: (): never => {
    throw new Error('The clipboard gives slices.');
  },
});

class Copier extends DOMSerializer {
  override serializeFragment(
    fragment: Fragment,
    options?: { document?: Document },
    target?: HTMLElement | DocumentFragment,
  ) {
    const out = super.serializeFragment(fragment, options, target);
    if (target) return out;
    let first = out.firstElementChild;
    if (!first || first !== out.firstChild) {
      first = (options?.document ?? document).createElement('span');
      first.append(...out.childNodes);
      out.append(first);
    }
    first.setAttribute(copiedAttribute, JSON.stringify(fragment.toJSON() ?? []));
    return out;
  }
}

/** Lines become breaks, empty lines paragraphs. */
function plainSlice(schema: Schema, text: string): Slice {
  const { paragraph, hardBreak } = schema.nodes;
  if (!paragraph || !hardBreak) return Slice.empty;
  const paragraphs = text
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((block) => {
      const lines = block
        .split('\n')
        .flatMap((line, index) => [
          ...(index > 0 ? [hardBreak.create()] : []),
          ...(line === '' ? [] : [schema.text(line)]),
        ]);
      return paragraph.create(null, lines);
    });
  return Slice.maxOpen(Fragment.fromArray(paragraphs));
}

/** An address alone: over words their link, on an empty line an embed, else a link that shows where it leads. */
function pasteAddress(view: EditorView, address: string): boolean {
  const { state } = view;
  const { selection, schema } = state;
  const { link } = schema.marks;
  const { $from } = selection;
  if (!link || $from.parent.type.spec.code) return false;
  if (!selection.empty) {
    if (!$from.sameParent(selection.$to) || !$from.parent.inlineContent) return false;
    view.dispatch(state.tr.addMark(selection.from, selection.to, link.create({ href: address })));
    return true;
  }
  if ($from.parent.type.name === 'paragraph' && $from.parent.content.size === 0)
    return insertBlocks([{ type: 'embed', attrs: { url: address } }])(state, view.dispatch);
  if (!$from.parent.inlineContent) return false;
  view.dispatch(
    state.tr.replaceSelectionWith(schema.text(address, [link.create({ href: address })]), false).scrollIntoView(),
  );
  return true;
}

export const Pasting = Extension.create<{ upload: (view: EditorView, files: File[], at?: number) => void }>({
  name: 'pasting',
  priority: 1000,
  addOptions: () => ({ upload: () => {} }),
  addProseMirrorPlugins() {
    const { schema } = this.editor;
    const { upload } = this.options;
    return [
      new Plugin({
        props: {
          clipboardParser: parser(schema) as never,
          clipboardSerializer: new Copier(DOMSerializer.nodesFromSchema(schema), DOMSerializer.marksFromSchema(schema)),
          clipboardTextParser: (text) => plainSlice(schema, text),
          handlePaste(view, event) {
            const data = event.clipboardData;
            if (!data || !view.editable) return false;
            const address = loneAddress(data.getData('text/plain'));
            if (address && pasteAddress(view, address)) return true;
            // Word puts a picture of the text beside its HTML; the text is meant.
            const files = [...data.files];
            if (
              files.length === 0 ||
              data
                .getData('text/html')
                .replace(/<[^>]*>/g, '')
                .trim() !== ''
            )
              return false;
            upload(view, files);
            return true;
          },
          handleDrop(view, event, _slice, moved) {
            const files = [...(event.dataTransfer?.files ?? [])];
            if (moved || files.length === 0 || !view.editable) return false;
            event.preventDefault();
            upload(view, files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos);
            return true;
          },
        },
      }),
    ];
  },
});
