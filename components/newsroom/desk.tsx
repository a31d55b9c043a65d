'use client';

import { useCallback, useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { ArticleEditor } from '#components/editor/article-editor';
import { type ArticleFields, checkDraft, type DeskView } from '#features/newsroom/schema';
import { articlePath, pagePath } from '#lib/addresses';
import type { DocumentNode } from '#lib/document/schema';
import { formatFor } from '#lib/format';
import { fromZone } from '#lib/zoned-time';
import { newsroomTextsFor } from '#messages/newsroom';
import { TextNotes } from '../editor/text-notes.ts';
import { Corrections, PreviewLinks } from './beside-text.tsx';
import { deskServices, send } from './desk-services.ts';
import { type Choices, Details } from './details.tsx';
import { readKept, writeKept } from './kept-drafts.ts';
import { Checklist, NextSteps } from './next-steps.tsx';
import { Notes } from './notes.tsx';
import { SaveLine } from './save-line.tsx';
import { type KeptDraft, Saver } from './saver.ts';
import { Stale } from './stale.tsx';
import { usePresence } from './use-presence.ts';

type Props = {
  desk: DeskView;
  choices: Choices;
  /** Of who writes; what is kept in the browser is theirs. */
  userId: string;
  language: string;
  timeZone: string;
  /** The step that was taken last. */
  done?: string;
};

/** Where an article is written: its text, what belongs to it, and what happens to it next. */
export function WritingDesk({ desk, choices, userId, language, timeZone, done }: Props) {
  const t = newsroomTextsFor(language);
  const format = useMemo(() => formatFor({ language, timeZone }), [language, timeZone]);
  const id = useId();
  const [saver] = useState(
    () =>
      new Saver({
        version: desk.copy.version,
        savedAt: desk.copy.savedAt,
        send: (draft, from) => send(desk.id, draft, from),
        keep: (draft) => writeKept(userId, desk.id, draft),
      }),
  );
  const state = useSyncExternalStore(
    saver.subscribe,
    () => saver.state,
    () => saver.state,
  );
  const [fields, setFields] = useState(desk.copy.fields);
  const latest = useRef({ fields: desk.copy.fields, body: () => desk.copy.body as DocumentNode });
  // A text that takes the place of the one in the editor gives it another key.
  const [opened, setOpened] = useState({ key: 0, body: desk.copy.body });
  const [kept, setKept] = useState<KeptDraft | null>(null);
  const typed = useRef(false);
  const read = useCallback(() => ({ fields: latest.current.fields, body: latest.current.body() }), []);
  const touched = useCallback(() => {
    typed.current = true;
    saver.changed(read);
  }, [saver, read]);
  const change = useCallback(
    (part: Partial<ArticleFields>) => {
      latest.current.fields = { ...latest.current.fields, ...part };
      setFields(latest.current.fields);
      touched();
    },
    [touched],
  );
  const open = useCallback((next: { fields: ArticleFields; body: DocumentNode }) => {
    latest.current = { fields: next.fields, body: () => next.body };
    setFields(next.fields);
    setOpened(({ key }) => ({ key: key + 1, body: next.body }));
  }, []);

  useEffect(() => {
    let current = true;
    if (desk.mayEdit) void readKept(userId, desk.id).then((found) => current && setKept(found));
    addEventListener('online', saver.wake);
    addEventListener('focus', saver.wake);
    addEventListener('pagehide', saver.keepNow);
    return () => {
      current = false;
      removeEventListener('online', saver.wake);
      removeEventListener('focus', saver.wake);
      removeEventListener('pagehide', saver.keepNow);
      saver.stop();
    };
  }, [desk.mayEdit, desk.id, userId, saver]);

  // Of what was saved last, wherever that was; what links answer only the server knows.
  const [checked, setChecked] = useState(desk.checklist);
  const isSaved = state.kind === 'saved';
  useEffect(() => {
    const links = desk.checklist.filter(({ kind }) => kind === 'links');
    if (isSaved) setChecked([...checkDraft(desk.kind, latest.current.fields, latest.current.body()), ...links]);
  }, [isSaved, desk.checklist, desk.kind]);

  const presence = usePresence(desk.id, typed);
  const [notes] = useState(() => new TextNotes());
  const [focuses] = useState(() => new Map(Object.entries(desk.focuses)));
  const services = useMemo(() => deskServices(language, focuses), [language, focuses]);
  const problem =
    state.kind === 'failed' && state.field !== undefined ? { field: state.field, message: state.message } : null;
  const path = (desk.kind === 'page' ? pagePath : articlePath)(desk.slug);
  const toIso = useCallback(
    (local: string) => {
      const at = fromZone(local, timeZone);
      return Number.isNaN(at.getTime()) ? null : at.toISOString();
    },
    [timeZone],
  );

  return (
    <main id="content" className="desk">
      <h1 className="sr-only">{t.deskTitle(fields.headline || t.untitled)}</h1>
      <noscript>
        <p className="desk-hint">{t.deskNeedsScript}</p>
      </noscript>
      <SaveLine state={state} saver={saver} readOnly={!desk.mayEdit} presence={presence} t={t} format={format} />
      {kept && (
        <section className="desk-kept" aria-labelledby={`${id}-kept`}>
          <h2 id={`${id}-kept`}>{t.keptTitle}</h2>
          <p className="desk-hint">{t.keptText(format.dateTime(kept.at))}</p>
          <div className="desk-buttons">
            <button
              type="button"
              className="desk-button is-main"
              onClick={() => {
                // Should somebody have saved since, the server says so, and both are shown.
                saver.version = kept.from;
                open(kept);
                setKept(null);
                touched();
                void saver.save();
              }}
            >
              {t.keptUse}
            </button>
            <button
              type="button"
              className="desk-button"
              onClick={() => {
                writeKept(userId, desk.id, null);
                setKept(null);
              }}
            >
              {t.keptDiscard}
            </button>
          </div>
        </section>
      )}
      {state.kind === 'stale' && (
        <Stale
          newest={state.newest}
          comparison={state.comparison}
          t={t}
          format={format}
          onKeepMine={() => void saver.keepMine()}
          onTakeTheirs={() => {
            const { newest } = state;
            writeKept(userId, desk.id, { ...read(), from: saver.version, at: new Date().toISOString() }, true);
            saver.takeTheirs();
            open(newest);
          }}
        />
      )}
      <div className="desk-columns">
        <div className="desk-text">
          <div className="desk-headline">
            <label htmlFor={`${id}-headline`}>{t.headline}</label>
            <Growing
              id={`${id}-headline`}
              value={fields.headline}
              readOnly={!desk.mayEdit}
              problem={problem?.field === 'headline' ? problem.message : null}
              onChange={(headline) => change({ headline })}
            />
          </div>
          <div className="desk-deck">
            <label htmlFor={`${id}-deck`}>{t.deck}</label>
            <Growing
              id={`${id}-deck`}
              value={fields.deck}
              readOnly={!desk.mayEdit}
              problem={problem?.field === 'deck' ? problem.message : null}
              onChange={(deck) => change({ deck })}
            />
          </div>
          <p id={`${id}-text`} className="sr-only">
            {t.text}
          </p>
          <ArticleEditor
            key={opened.key}
            body={opened.body}
            readOnly={!desk.mayEdit}
            services={services}
            lang={fields.language || language}
            language={language}
            labelledBy={`${id}-text`}
            notes={notes}
            onChange={(body) => {
              latest.current.body = body;
              touched();
            }}
          />
        </div>
        <aside className="desk-beside" aria-label={t.nextTitle}>
          <NextSteps
            desk={desk}
            version={saver.version}
            flush={() => saver.save()}
            dirty={state.kind !== 'saved'}
            {...{ timeZone, done, t, format }}
          />
          <Checklist id={desk.id} items={checked} t={t} format={format} />
          <Details
            key={opened.key}
            fields={fields}
            onChange={change}
            kind={desk.kind}
            hasPassword={desk.copy.hasPassword}
            lead={desk.lead}
            readOnly={!desk.mayEdit}
            {...{ choices, problem, path, timeZone, toIso, services, language, t }}
          />
          <Notes desk={desk} about={notes} t={t} format={format} />
          {desk.mayCorrect && desk.publishedAt !== null && <Corrections desk={desk} t={t} format={format} />}
          <PreviewLinks desk={desk} t={t} format={format} />
        </aside>
      </div>
    </main>
  );
}

type GrowingProps = {
  id: string;
  value: string;
  readOnly: boolean;
  problem: string | null;
  onChange: (value: string) => void;
};

/** A line that is as tall as what stands in it. */
function Growing({ id, value, readOnly, problem, onChange }: GrowingProps) {
  return (
    <>
      <textarea
        id={id}
        rows={1}
        dir="auto"
        value={value}
        readOnly={readOnly}
        aria-invalid={problem !== null || undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onChange={({ target }) => onChange(target.value.replace(/\n/g, ' '))}
      />
      {problem && (
        <p id={`${id}-problem`} className="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
