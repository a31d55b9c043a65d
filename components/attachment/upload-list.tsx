'use client';

import './upload-list.css';
import { type DragEvent, type ReactNode, useId, useRef, useState, useSyncExternalStore } from 'react';
import { fileSize } from '#lib/file-size';
import { type AttachmentTexts, attachmentTextsFor } from '#messages/attachments';
import type { UploadItem } from './item-list.ts';
import { Uploads } from './uploads.ts';

type Options = Omit<ConstructorParameters<typeof Uploads>[0], 't'>;

export const makeUploads = (options: Options): Uploads =>
  new Uploads({ ...options, t: attachmentTextsFor(options.language) });

type Props = { uploads: Uploads; language: string; onChange(): void };

/** The files of a form, in the order in which they will stand. */
export function UploadList({ uploads, language, onChange }: Props) {
  const t = attachmentTextsFor(language);
  const items = useSyncExternalStore(uploads.subscribe, uploads.items, uploads.items);
  const said = useSyncExternalStore(uploads.subscribe, uploads.said, uploads.said);
  const left = useSyncExternalStore(uploads.subscribe, uploads.left, uploads.left);
  const list = useRef<HTMLUListElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);

  const move = (key: string, to: number) => {
    uploads.move(key, to);
    onChange();
  };
  const remove = (key: string, at: number) => {
    uploads.remove(key);
    onChange();
    // The keyboard stays in the list, or returns to where files are chosen.
    requestAnimationFrame(() => {
      const next = list.current?.children[Math.min(at, list.current.children.length - 1)];
      const target =
        next?.querySelector<HTMLElement>('[data-remove]') ??
        list.current?.closest('.attach')?.querySelector<HTMLElement>('input[type=file]');
      target?.focus();
    });
  };

  return (
    <>
      <ul ref={list} className="uploads" aria-label={t.filesYours} hidden={items.length === 0}>
        {items.map((item, at) => (
          <li
            key={item.key}
            className={dragged === item.key ? 'upload is-dragged' : 'upload'}
            data-state={item.state}
            onDragOver={(event) => {
              if (dragged === null || dragged === item.key) return;
              event.preventDefault();
              uploads.move(dragged, at);
            }}
            onDrop={(event) => dragged !== null && event.preventDefault()}
          >
            <Upload
              {...{ item, at, t, language, uploads, onChange }}
              count={items.length}
              onMove={(to) => move(item.key, to)}
              onRemove={() => remove(item.key, at)}
              onDrag={(on) => {
                setDragged(on ? item.key : null);
                if (!on) onChange();
              }}
            />
          </li>
        ))}
      </ul>
      {left > 0 && <p className="upload-problem">{uploads.leftSentence()}</p>}
      <p className="sr-only" role="status">
        {said}
      </p>
    </>
  );
}

type UploadProps = {
  item: UploadItem;
  at: number;
  count: number;
  t: AttachmentTexts;
  language: string;
  uploads: Uploads;
  onChange(): void;
  onMove(to: number): void;
  onRemove(): void;
  onDrag(on: boolean): void;
};

function Upload({ item, at, count, t, language, uploads, onChange, onMove, onRemove, onDrag }: UploadProps) {
  const id = useId();
  const { key, name, bytes, kind, state, problem, view } = item;
  const picture = view?.thumb?.src ?? item.preview;
  const start = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', name);
    onDrag(true);
  };
  const button = (label: string, act: () => void, more: { isRemove?: boolean; disabled?: boolean } = {}) => (
    <button
      type="button"
      className="link"
      disabled={more.disabled}
      data-remove={more.isRemove ? '' : undefined}
      onClick={act}
    >
      {label}
      <span className="sr-only">{t.fileWhich(name)}</span>
    </button>
  );
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same is done by the buttons. */}
      <span
        className="upload-mark"
        data-kind={picture ? undefined : kind}
        draggable={count > 1}
        onDragStart={start}
        onDragEnd={() => onDrag(false)}
      >
        {picture && (
          // biome-ignore lint/performance/noImgElement: it is of this browser, or ours in the size it needs.
          <img src={picture} alt="" draggable={false} />
        )}
      </span>
      <div className="upload-about">
        <p className="upload-name">
          <bdi>{name}</bdi> <span>{fileSize(bytes, language)}</span>
        </p>
        <State {...{ item, t, language }} />
        {problem !== '' && (
          <p className="upload-problem" id={`${id}-problem`}>
            {problem}
          </p>
        )}
        {state !== 'refused' && (
          <p className="upload-words">
            {kind === 'image' && (
              <Words
                label={t.fileAlt}
                name={name}
                value={item.alt}
                longest={1000}
                onInput={(alt) => {
                  uploads.describe(key, { alt });
                  onChange();
                }}
              />
            )}
            <Words
              label={t.fileCaption}
              name={name}
              value={item.caption}
              longest={500}
              onInput={(caption) => {
                uploads.describe(key, { caption });
                onChange();
              }}
            />
          </p>
        )}
        <p className="upload-buttons">
          {state === 'broken' && button(t.fileTryAgain, () => uploads.again(key))}
          {state === 'lost' && <ChooseAgain {...{ t, name }} onFile={(file) => uploads.chooseAgain(key, file)} />}
          {button(
            state === 'waiting' || state === 'sending' || state === 'checking' ? t.fileCancel : t.fileRemove,
            onRemove,
            { isRemove: true },
          )}
          {count > 1 && state !== 'refused' && (
            <>
              {button(t.fileUp, () => onMove(at - 1), { disabled: at === 0 })}
              {button(t.fileDown, () => onMove(at + 1), { disabled: at === count - 1 })}
            </>
          )}
        </p>
      </div>
    </>
  );
}

/** How far it is: a bar while there is something to wait for, then a word. */
function State({ item, t, language }: { item: UploadItem; t: AttachmentTexts; language: string }): ReactNode {
  const { name, bytes, sent, state } = item;
  if (state === 'ready') return <p className="upload-state">{t.fileReady}</p>;
  if (state === 'refused' || (state === 'lost' && sent === 0)) return null;
  const part = bytes === 0 ? 0 : Math.min(1, sent / bytes);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(part);
  const words =
    state === 'waiting' && sent === 0
      ? t.fileWaiting
      : state === 'checking'
        ? t.fileChecking
        : t.fileSending(percent, fileSize(sent, language), fileSize(bytes, language));
  return (
    <p className="upload-state">
      <progress max={1} value={state === 'checking' ? undefined : part} aria-label={name} aria-valuetext={words} />
      <span>{words}</span>
    </p>
  );
}

function Words(props: {
  label: string;
  name: string;
  value: string;
  longest: number;
  onInput(words: string): void;
}): ReactNode {
  const id = useId();
  return (
    <span>
      <label htmlFor={id}>
        {props.label}
        <span className="sr-only">: {props.name}</span>
      </label>
      <input
        id={id}
        type="text"
        dir="auto"
        maxLength={props.longest}
        defaultValue={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        // It would post the response.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
    </span>
  );
}

function ChooseAgain({ t, name, onFile }: { t: AttachmentTexts; name: string; onFile(file: File): void }): ReactNode {
  return (
    <label className="link upload-again">
      {t.fileChooseAgain}
      <span className="sr-only">{t.fileWhich(name)}</span>
      <input
        type="file"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onFile(file);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}
