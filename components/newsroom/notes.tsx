'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { addNoteAction, resolveNoteAction } from '#app/_actions/newsroom';
import type { DeskView, NoteView } from '#features/newsroom/schema';
import { deskPath } from '#lib/addresses';
import type { Format } from '#lib/format';
import type { NewsroomTexts } from '#messages/newsroom';
import { type TextNotes, useTextNotes } from '../editor/text-notes.ts';
import { DeskButton, WordsForm } from './desk-forms.tsx';

type Props = { desk: DeskView; about: TextNotes; t: NewsroomTexts; format: Format };

const elementOf = (id: number): string => `note-${id}`;

/** What colleagues say to each other about the text, and about words of it: `about` joins these to the editor. */
export function Notes({ desk: { id, notes }, about, t, format }: Props) {
  const title = useId();
  const drafting = useTextNotes(about, (state) => state.drafting);
  const form = useRef<HTMLDivElement>(null);
  const open = notes.filter(({ resolvedAt }) => resolvedAt === null);
  const done = notes.filter(({ resolvedAt }) => resolvedAt !== null);
  useEffect(() => {
    about.setNotes(notes.filter(({ quote, resolvedAt }) => quote !== '' && resolvedAt === null));
  }, [about, notes]);
  // The form is another once a note was added: what it was about is said.
  const [count, setCount] = useState(notes.length);
  useEffect(() => {
    if (notes.length === count) return;
    setCount(notes.length);
    about.set({ drafting: null });
  }, [about, notes.length, count]);
  useEffect(() => {
    about.onDraft = () => form.current?.querySelector('textarea')?.focus();
    about.onRead = (note, move) => {
      const element = document.getElementById(elementOf(note));
      // Beside the text it comes into sight; below it, nobody is taken there who only clicked into the words.
      if (move) element?.focus();
      else if (matchMedia('(min-width: 64rem)').matches) element?.scrollIntoView({ block: 'nearest' });
    };
    return () => {
      about.onDraft = null;
      about.onRead = null;
    };
  }, [about]);
  const list = (some: NoteView[]) => (
    <ol className="desk-notes">
      {some.map((note) => (
        <Note key={note.id} articleId={id} note={note} about={about} t={t} format={format} />
      ))}
    </ol>
  );
  return (
    <section className="desk-section" id="notes" aria-labelledby={title}>
      <h2 id={title}>{t.notesTitle}</h2>
      <p className="desk-hint">{t.notesHint}</p>
      {open.length > 0 && list(open)}
      {done.length > 0 && (
        <details>
          <summary>{t.noteResolved(done.length, format.number(done.length))}</summary>
          {list(done)}
        </details>
      )}
      <div ref={form}>
        {drafting && (
          <div className="desk-quoted">
            <p className="desk-hint">{t.noteAbout}</p>
            <blockquote dir="auto">{drafting.quote}</blockquote>
            <button
              type="button"
              className="desk-link"
              onClick={() => {
                about.set({ drafting: null });
                form.current?.querySelector('textarea')?.focus();
              }}
            >
              {t.noteAboutAll}
            </button>
          </div>
        )}
        <WordsForm
          key={count}
          action={addNoteAction}
          at={deskPath(id)}
          fields={{ id, quote: drafting?.quote ?? '', before: drafting?.before ?? '' }}
          name="text"
          label={t.noteLabel}
          send={t.noteAdd}
        />
      </div>
    </section>
  );
}

type NoteProps = { articleId: number; note: NoteView; about: TextNotes; t: NewsroomTexts; format: Format };

function Note({ articleId, note, about, t, format }: NoteProps) {
  const at = deskPath(articleId);
  const by = note.by ?? t.noteSomebody;
  const current = useTextNotes(about, (state) => state.current === note.id);
  const gone = useTextNotes(about, (state) => state.gone.has(note.id));
  return (
    <li id={elementOf(note.id)} tabIndex={-1} className={current ? 'is-current' : undefined}>
      <p className="desk-note-by">
        <b dir="auto">{by}</b> <time dateTime={note.at}>{format.dateTime(note.at)}</time>
      </p>
      {note.quote && (
        <blockquote dir="auto" className={gone ? 'is-gone' : undefined}>
          {note.quote}
        </blockquote>
      )}
      {gone && note.resolvedAt === null && <p className="desk-hint">{t.noteGone}</p>}
      <p dir="auto">{note.text}</p>
      {note.replies.map((reply) => (
        <div key={reply.id} className="desk-reply">
          <p className="desk-note-by">
            <b dir="auto">{reply.by ?? t.noteSomebody}</b> <time dateTime={reply.at}>{format.dateTime(reply.at)}</time>
          </p>
          <p dir="auto">{reply.text}</p>
        </div>
      ))}
      <div className="desk-row">
        {note.quote && note.resolvedAt === null && !gone && (
          <button
            type="button"
            className="desk-link"
            onClick={() => {
              about.set({ current: note.id });
              about.onShow?.(note.id);
            }}
          >
            {t.noteShow}
          </button>
        )}
        {note.resolvedAt === null && (
          <details key={note.replies.length} className="desk-more">
            <summary>{t.noteReply}</summary>
            <WordsForm
              action={addNoteAction}
              at={at}
              fields={{ id: articleId, parent: note.id }}
              name="text"
              label={t.noteReplyTo(by)}
              send={t.noteReply}
            />
          </details>
        )}
        <DeskButton
          action={resolveNoteAction}
          at={at}
          fields={{ id: articleId, note: note.id, open: note.resolvedAt === null ? 0 : 1 }}
        >
          {note.resolvedAt === null ? t.noteResolve : t.noteReopen}
        </DeskButton>
      </div>
    </li>
  );
}
