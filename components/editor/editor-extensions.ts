import { Extension, type Extensions, InputRule } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import StarterKit from '@tiptap/starter-kit';
import type { EditorUi } from './editor-ui.ts';
import { Footnotes } from './footnotes.ts';
import type { Insertable } from './insertables.ts';
import { Keys } from './keys.ts';
import { mediaViews } from './media-views.ts';
import { NoteMarks } from './note-marks.ts';
import { Pasting } from './pasting.ts';
import { schemaExtensions } from './schema-extensions.ts';
import { SlashMenu } from './slash.ts';
import type { TextNotes } from './text-notes.ts';
import { typedAddress } from './typed-address.ts';
import { Uploading, uploadFiles } from './uploading.ts';
import type { EditorContext } from './view-context.ts';

/** What Tiptap has beside nodes and marks: undoing, where a drop falls, a cursor between blocks, keys of lists. */
const tools = StarterKit.configure({
  ...{ blockquote: false, bold: false, bulletList: false, code: false, codeBlock: false, document: false },
  ...{ hardBreak: false, heading: false, horizontalRule: false, italic: false, link: false, listItem: false },
  ...{ orderedList: false, paragraph: false, strike: false, text: false, trailingNode: false, underline: false },
  dropcursor: { class: 'editor-drop', width: 2, color: false },
});

/** `[words](address)` while typing. */
const MarkdownLinks = Extension.create({
  name: 'markdownLinks',
  addInputRules: () => [
    new InputRule({
      find: /\[([^\]]+)\]\(([^\s)]+)\)$/,
      handler: ({ state, range, match }) => {
        const href = typedAddress(match[2] ?? '');
        const { link } = state.schema.marks;
        if (!href || !link) return null;
        state.tr.replaceWith(range.from, range.to, state.schema.text(match[1] ?? '', [link.create({ href })]));
        state.tr.removeStoredMark(link);
      },
    }),
  ],
});

type Given = { context: EditorContext; ui: EditorUi; insertables: Insertable[]; notes: TextNotes | null };

/** All extensions of the editor, for one window of it. */
export function editorExtensions({ context, ui, insertables, notes }: Given): Extensions {
  return [
    ...schemaExtensions(),
    tools,
    MarkdownLinks,
    Keys.configure({ ui, placeholder: context.t.edPlaceholder }),
    Pasting.configure({ upload: (view, files, at) => uploadFiles(view, files, context, at) }),
    Footnotes,
    Uploading,
    NoteMarks.configure({ notes }),
    SlashMenu.configure({ ui, items: insertables }),
    Extension.create({
      name: 'views',
      addProseMirrorPlugins: () => [new Plugin({ props: { nodeViews: mediaViews(context) } })],
    }),
  ];
}
