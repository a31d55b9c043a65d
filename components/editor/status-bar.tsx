import { Toolbar as Bar } from '@base-ui/react/toolbar';
import type { Editor } from '@tiptap/core';
import { type Command, NodeSelection } from '@tiptap/pm/state';
import { useEditorState } from '@tiptap/react';
import { useEffect, useState } from 'react';
import { countWords, readingMinutes } from '#lib/document/text';
import type { EditorTexts } from '#messages/editor';
import { blockAt, moveBlock, removeBlock } from './block-commands.ts';
import { fieldsOf } from './block-fields.ts';
import type { MediaKind } from './editor-services.ts';
import type { EditorUi } from './editor-ui.ts';
import { Icon, type IconName } from './icons.tsx';
import { noteAt, writeNote } from './note-marks.ts';
import type { TextNotes } from './text-notes.ts';
import { ToolMenu } from './tool-menu.tsx';

type Props = { editor: Editor; ui: EditorUi; t: EditorTexts; lang: string; notes: TextNotes | undefined };

const kinds: Record<string, MediaKind> = { picture: 'image', audio: 'audio', video: 'video', attachment: 'file' };

/** The block at the cursor and what is around it, in a few short values. */
function contextOf(editor: Editor) {
  const { state } = editor;
  const { $from, empty } = state.selection;
  const block = blockAt(state);
  let table = false;
  for (let depth = $from.depth; depth > 0; depth--) table ||= $from.node(depth).type.name === 'table';
  return {
    name: block?.node.type.name ?? '',
    at: block?.pos ?? -1,
    gallery: block?.parent.type.name === 'gallery' ? state.doc.resolve(block.pos).before() : null,
    table,
    link: empty && editor.isActive('link'),
    words: !empty && !(state.selection instanceof NodeSelection),
    noted: empty ? noteAt(state) : null,
  };
}

/** The line under the text: what can be done with the block at the cursor, and how much there is to read. */
export function StatusBar({ editor, ui, t, lang, notes }: Props) {
  const {
    name,
    at,
    gallery,
    table,
    link,
    words: selected,
    noted,
  } = useEditorState({ editor, selector: ({ editor: on }) => contextOf(on) });
  const run = (command: Command) => () => {
    command(editor.state, editor.view.dispatch);
    editor.view.focus();
  };
  const tool = (icon: IconName, label: string, act: () => void) => (
    <Bar.Button
      className="editor-tool"
      aria-label={label}
      title={label}
      onMouseDown={(event) => event.preventDefault()}
      onClick={act}
    >
      <Icon name={icon} />
    </Bar.Button>
  );
  const words = (label: string, act: () => void) => (
    <Bar.Button className="editor-tool is-wide" onMouseDown={(event) => event.preventDefault()} onClick={act}>
      {label}
    </Bar.Button>
  );
  const kind = kinds[name];
  return (
    <div className="editor-status">
      <Bar.Root className="editor-context" aria-label={t.edBlock}>
        <span className="editor-context-name">{t.edBlockNames[name] ?? ''}</span>
        {fieldsOf(name, t).length > 0 && tool('settings', t.edSettings, () => ui.open({ kind: 'settings', at }))}
        {tool('up', t.edMoveUp, run(moveBlock(-1)))}
        {tool('down', t.edMoveDown, run(moveBlock(1)))}
        {tool('remove', t.edRemove, run(removeBlock))}
        {kind && words(t.edReplace, () => ui.open({ kind: 'picked', media: kind, at }))}
        {gallery !== null && words(t.edGallery, () => ui.open({ kind: 'settings', at: gallery }))}
        {name === 'gallery' && words(t.edAddPictures, () => ui.open({ kind: 'picked', media: 'gallery', at }))}
        {table && <TableMenus editor={editor} t={t} />}
        {link && words(t.edLinkEdit, () => ui.open({ kind: 'link' }))}
        {notes && selected && words(t.edNote, () => writeNote(editor.state, notes))}
        {notes && noted !== null && words(t.edNoteRead, () => notes.read(noted, true))}
      </Bar.Root>
      <Count editor={editor} t={t} lang={lang} />
    </div>
  );
}

function TableMenus({ editor, t }: { editor: Editor; t: EditorTexts }) {
  const chain = () => editor.chain().focus();
  return (
    <>
      <ToolMenu
        editor={editor}
        label={t.edRow}
        wide
        entries={[
          { id: 'above', label: t.edRowAbove, run: () => chain().addRowBefore().run() },
          { id: 'below', label: t.edRowBelow, run: () => chain().addRowAfter().run() },
          { id: 'delete', label: t.edRowDelete, run: () => chain().deleteRow().run() },
          { id: 'head', label: t.edHeadRow, run: () => chain().toggleHeaderRow().run() },
        ]}
      >
        {t.edRow}
      </ToolMenu>
      <ToolMenu
        editor={editor}
        label={t.edColumn}
        wide
        entries={[
          { id: 'before', label: t.edColumnBefore, run: () => chain().addColumnBefore().run() },
          { id: 'after', label: t.edColumnAfter, run: () => chain().addColumnAfter().run() },
          { id: 'delete', label: t.edColumnDelete, run: () => chain().deleteColumn().run() },
          { id: 'head', label: t.edHeadColumn, run: () => chain().toggleHeaderColumn().run() },
          { id: 'merge', label: t.edMerge, run: () => chain().mergeOrSplit().run() },
        ]}
      >
        {t.edColumn}
      </ToolMenu>
    </>
  );
}

/** Counted when nobody has typed for a moment: it is nothing that a keystroke waits for. */
function Count({ editor, t, lang }: { editor: Editor; t: EditorTexts; lang: string }) {
  const [count, setCount] = useState(() => wordsOf(editor, lang));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setCount(wordsOf(editor, lang)), 400);
    };
    editor.on('update', later);
    return () => {
      clearTimeout(timer);
      editor.off('update', later);
    };
  }, [editor, lang]);
  const number = new Intl.NumberFormat(lang);
  return (
    <p className="editor-count">
      {t.edWords(count, number.format(count))} <span>{t.edMinutes(number.format(readingMinutes(count)))}</span>
    </p>
  );
}

const wordsOf = ({ state: { doc } }: Editor, lang: string): number =>
  countWords(doc.textBetween(0, doc.content.size, ' ', ' '), lang);
