import { Toggle } from '@base-ui/react/toggle';
import { Toolbar as Bar } from '@base-ui/react/toolbar';
import type { Editor } from '@tiptap/core';
import { redoDepth, undoDepth } from '@tiptap/pm/history';
import { useEditorState } from '@tiptap/react';
import type { EditorTexts } from '#messages/editor';
import { type EditorUi, useEditorUi } from './editor-ui.ts';
import { Icon, type IconName } from './icons.tsx';
import type { Insertable } from './insertables.ts';
import { type Entry, ToolMenu } from './tool-menu.tsx';

type Props = { editor: Editor; ui: EditorUi; t: EditorTexts; insertables: Insertable[]; textId: string };

const furtherMarks = [
  'underline',
  'strike',
  'subscript',
  'superscript',
  'code',
  'keyboard',
  'highlight',
  'small',
  'citation',
] as const;

/** Pressing a tool leaves the cursor in the text. */
const keepFocus = (event: { preventDefault: () => void }) => event.preventDefault();

/** What is on where the cursor is: a few short values, so that typing renders nothing here. */
const useTools = (editor: Editor) =>
  useEditorState({
    editor,
    selector: ({ editor: on }) => {
      const { $from } = on.state.selection;
      const block = $from.parent;
      const around = new Set(Array.from({ length: $from.depth }, (_, depth) => $from.node(depth + 1).type.name));
      return {
        style: block.type.name === 'heading' ? `heading${block.attrs.level}` : block.type.name,
        bullets: around.has('bulletList'),
        numbers: around.has('orderedList'),
        quote: around.has('blockquote'),
        marks: ['bold', 'italic', 'link', ...furtherMarks].filter((name) => on.isActive(name)).join(' '),
        undo: undoDepth(on.state) > 0,
        redo: redoDepth(on.state) > 0,
      };
    },
  });

export function Toolbar({ editor, ui, t, insertables, textId }: Props) {
  const tools = useTools(editor);
  const full = useEditorUi(ui, (state) => state.full);
  const marks = new Set(tools.marks.split(' '));

  const toggle = (icon: IconName, label: string, pressed: boolean, act: () => void) => (
    <Bar.Button
      render={<Toggle pressed={pressed} onPressedChange={act} />}
      className="editor-tool"
      aria-label={label}
      title={label}
      onMouseDown={keepFocus}
    >
      <Icon name={icon} />
    </Bar.Button>
  );
  const tool = (icon: IconName, label: string, act: () => void, disabled = false) => (
    <Bar.Button
      className="editor-tool"
      aria-label={label}
      title={label}
      disabled={disabled}
      onMouseDown={keepFocus}
      onClick={act}
    >
      <Icon name={icon} />
    </Bar.Button>
  );

  const current = tools.style;
  const styles = stylesOf(editor, t).map((entry) => ({ ...entry, checked: entry.id === current }));
  return (
    <Bar.Root
      className="editor-toolbar"
      aria-label={t.edTools}
      aria-controls={textId}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) editor.commands.focus();
      }}
    >
      <ToolMenu editor={editor} label={t.edStyle} entries={styles} wide>
        <span className="editor-style">
          {styles.find(({ checked }) => checked)?.label ?? t.edBlockNames[current] ?? t.edParagraph}
        </span>
      </ToolMenu>
      <ToolMenu
        editor={editor}
        label={t.edInsert}
        entries={insertables.map(({ id, label, run }) => ({ id, label, run: () => run(editor) }))}
        wide
      >
        <Icon name="plus" />
        <span>{t.edInsert}</span>
      </ToolMenu>
      <Bar.Separator className="editor-line" />
      {toggle('bold', t.edBold, marks.has('bold'), () => editor.chain().focus().toggleBold().run())}
      {toggle('italic', t.edItalic, marks.has('italic'), () => editor.chain().focus().toggleItalic().run())}
      {toggle('link', t.edLink, marks.has('link'), () => ui.open({ kind: 'link' }))}
      <ToolMenu editor={editor} label={t.edMoreMarks} entries={marksOf(editor, t, marks)}>
        <Icon name="more" />
      </ToolMenu>
      <Bar.Separator className="editor-line" />
      {toggle('bullets', t.edBulletList, tools.bullets, () => editor.chain().focus().toggleBulletList().run())}
      {toggle('numbers', t.edOrderedList, tools.numbers, () => editor.chain().focus().toggleOrderedList().run())}
      {toggle('quote', t.edQuote, tools.quote, () => editor.chain().focus().toggleBlockquote().run())}
      <span className="editor-gap" />
      {tool('undo', t.edUndo, () => editor.chain().focus().undo().run(), !tools.undo)}
      {tool('redo', t.edRedo, () => editor.chain().focus().redo().run(), !tools.redo)}
      {toggle('full', full ? t.edFullLeave : t.edFull, full, () => ui.set({ full: !full }))}
      {tool('keys', t.edKeys, () => ui.open({ kind: 'keys' }))}
    </Bar.Root>
  );
}

function stylesOf(editor: Editor, t: EditorTexts): Entry[] {
  const chain = () => editor.chain().focus();
  return [
    { id: 'paragraph', label: t.edParagraph, run: () => chain().setParagraph().run() },
    ...([2, 3, 4] as const).map((level) => ({
      id: `heading${level}`,
      label: t.edHeading(level),
      run: () => chain().setHeading({ level }).run(),
    })),
    { id: 'preformatted', label: t.edVerse, run: () => chain().setNode('preformatted').run() },
    { id: 'codeBlock', label: t.edCodeBlock, run: () => chain().setCodeBlock().run() },
  ];
}

function marksOf(editor: Editor, t: EditorTexts, on: ReadonlySet<string>): Entry[] {
  const labels: Record<(typeof furtherMarks)[number], string> = {
    underline: t.edUnderline,
    strike: t.edStrike,
    subscript: t.edSubscript,
    superscript: t.edSuperscript,
    code: t.edCode,
    keyboard: t.edKeyboard,
    highlight: t.edHighlight,
    small: t.edSmall,
    citation: t.edCitation,
  };
  return [
    ...furtherMarks.map((name) => ({
      id: name,
      label: labels[name],
      checked: on.has(name),
      run: () => editor.chain().focus().toggleMark(name).run(),
    })),
    { id: 'clear', label: t.edClear, run: () => editor.chain().focus().unsetAllMarks().run() },
  ];
}
