'use client';

import { EditorContent, useEditor } from '@tiptap/react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { DocumentNode } from '#lib/document/schema';
import { editorTextsFor } from '#messages/editor';
import { BlockHandle } from './block-handle.tsx';
import { BlockSettings } from './block-settings.tsx';
import { documentOf } from './document-of.ts';
import { editorExtensions } from './editor-extensions.ts';
import type { ArticleEditorProps, EditorServices } from './editor-services.ts';
import { EditorUi, useEditorUi } from './editor-ui.ts';
import { insertablesFor } from './insertables.ts';
import { LinkPopover } from './link-popover.tsx';
import { MediaChooser } from './media-chooser.tsx';
import { fits } from './pasted.ts';
import { SlashList } from './slash-list.tsx';
import { EmbedDialog, KeysDialog } from './small-dialogs.tsx';
import { StatusBar } from './status-bar.tsx';
import { Toolbar } from './toolbar.tsx';
import type { EditorContext } from './view-context.ts';

/**
 * The editor of an article's text. It looks as readers get it. A body that does not fit the schema is not opened, so that
 * nothing of it is lost.
 */
export function ArticleEditor(props: ArticleEditorProps) {
  const t = editorTextsFor(props.language ?? 'en');
  const [whole] = useState(() => fits(startOf(props.body)));
  if (whole) return <Writing {...props} />;
  return (
    <div className="editor-broken" role="alert">
      <h2>{t.edBroken}</h2>
      <p>{t.edBrokenText}</p>
    </div>
  );
}

/** An article that has no text yet begins with an empty paragraph. */
const startOf = (body: DocumentNode): DocumentNode =>
  body.content && body.content.length > 0 ? body : { type: 'doc', content: [{ type: 'paragraph' }] };

function Writing({
  body,
  onChange,
  readOnly = false,
  notes,
  services,
  lang = 'en',
  language = 'en',
  labelledBy,
}: ArticleEditorProps) {
  const t = editorTextsFor(language);
  const id = useId();
  const [ui] = useState(() => new EditorUi());
  const latest = useRef({ services, onChange });
  useEffect(() => {
    latest.current = { services, onChange };
  });
  const context = useMemo<EditorContext>(
    () => ({
      t,
      services: () => latest.current.services,
      openSettings: (at) => ui.open({ kind: 'settings', at }),
      chooseFile: (media, at) => ui.open({ kind: 'picked', media, at }),
    }),
    [t, ui],
  );
  const insertables = useMemo(() => insertablesFor(t, ui), [t, ui]);
  const editor = useEditor({
    extensions: useMemo(
      () => editorExtensions({ context, ui, insertables, notes: notes ?? null }),
      [context, ui, insertables, notes],
    ),
    content: useState(() => startOf(body))[0],
    editable: !readOnly,
    immediatelyRender: false,
    shouldRerenderOnTransaction: false,
    injectCSS: false,
    onUpdate: ({ editor: { state } }) => latest.current.onChange(() => documentOf(state.doc)),
    editorProps: {
      attributes: {
        id,
        class: 'document',
        role: 'textbox',
        'aria-multiline': 'true',
        lang,
        spellcheck: 'true',
        ...(labelledBy ? { 'aria-labelledby': labelledBy } : { 'aria-label': t.edText }),
        style: `--label-read-more: "${t.edReadMore}"; --label-page-break: "${t.edPageBreak}"`,
      },
    },
  });
  const full = useEditorUi(ui, (state) => state.full);
  useEffect(() => editor?.setEditable(!readOnly, false), [editor, readOnly]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that work wherever the focus is in the editor.
    <div
      className={`editor${full ? ' is-full' : ''}${readOnly ? ' is-read' : ''}`}
      onKeyDown={(event) => {
        if (event.altKey && event.key === 'F10') {
          event.preventDefault();
          event.currentTarget.querySelector<HTMLElement>('.editor-toolbar [tabindex="0"]')?.focus();
        } else if (event.key === 'Escape' && full && !event.defaultPrevented) ui.set({ full: false });
      }}
    >
      {editor && !readOnly && <Toolbar {...{ editor, ui, t, insertables }} textId={id} />}
      <div className="editor-page article">
        <EditorContent editor={editor} />
        {editor && !readOnly && <BlockHandle {...{ editor, ui, t }} />}
      </div>
      {editor && !readOnly && (
        <>
          <StatusBar {...{ editor, ui, t, lang, notes }} />
          <SlashList ui={ui} t={t} />
          <Dialogs editor={editor} ui={ui} context={context} services={services} />
        </>
      )}
    </div>
  );
}

type DialogProps = {
  editor: NonNullable<ReturnType<typeof useEditor>>;
  ui: EditorUi;
  context: EditorContext;
  services: EditorServices;
};

function Dialogs({ editor, ui, context, services }: DialogProps) {
  const opened = useEditorUi(ui, (state) => state.opened);
  const { t } = context;
  const { close } = ui;
  switch (opened?.kind) {
    case 'settings':
      return <BlockSettings key={opened.at} {...{ editor, services, t, close }} at={opened.at} />;
    case 'link':
      return <LinkPopover {...{ editor, services, t, close }} />;
    case 'embed':
      return <EmbedDialog {...{ editor, t, close }} />;
    case 'keys':
      return <KeysDialog {...{ editor, t, close }} />;
    case 'picked':
      return <MediaChooser {...{ editor, context, close }} media={opened.media} at={opened.at} />;
    default:
      return null;
  }
}
