'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useActionState, useId, useState } from 'react';
import type { DeskState } from '#app/_actions/desk-form';
import { describeFileAction, focusFileAction, replaceFileAction } from '#app/_actions/library';
import type { LibraryFile } from '#features/media/schema';
import { mediaFilePath } from '#lib/addresses';
import { editorTextsFor } from '#messages/editor';
import { type ManagingTexts, managingTextsFor } from '#messages/managing';
import { sendMedia } from '../editor/send-media.ts';
import { useDeskForm } from '../newsroom/desk-forms.tsx';
import { FocusField } from '../ui/focus-field.tsx';
import { Field, FormProblem } from './field.tsx';

/** Sends files one after the other; `progress` says how far it is. */
function useSending(t: ManagingTexts) {
  const [problems, setProblems] = useState<string[]>([]);
  const [progress, setProgress] = useState('');
  const [busy, setBusy] = useState(false);
  const send = async (files: File[]) => {
    setBusy(true);
    setProblems([]);
    const sent = [];
    for (const file of files) {
      try {
        const say = (percent: number) => setProgress(t.mediaSending(file.name, `${percent} %`));
        say(0);
        sent.push(await sendMedia(file, say, t.mediaFailed));
      } catch (error) {
        const message = error instanceof Error ? error.message : t.mediaFailed;
        setProblems((before) => [...before, message]);
      }
    }
    setProgress('');
    setBusy(false);
    return sent;
  };
  return { send, problems, progress, busy };
}

function Problems({ id, problems }: { id: string; problems: string[] }) {
  return (
    <div id={id} role="alert">
      {problems.map((problem) => (
        <p key={problem} className="problem">
          {problem}
        </p>
      ))}
    </div>
  );
}

/** Adds files to the library, by the path of all uploads. */
export function AddFiles({ language }: { language: string }) {
  const t = managingTextsFor(language);
  const id = useId();
  const router = useRouter();
  const [added, setAdded] = useState(0);
  const { send, problems, progress, busy } = useSending(t);
  const take = async (files: File[]) => {
    setAdded(0);
    const sent = await send(files);
    setAdded(sent.length);
    if (sent.length > 0) router.refresh();
  };
  return (
    <div className="desk-field">
      <label htmlFor={id}>{t.mediaUpload}</label>
      <p className="desk-hint" id={`${id}-hint`}>
        {t.mediaUploadHint}
      </p>
      <input
        id={id}
        type="file"
        multiple
        disabled={busy}
        aria-describedby={`${id}-hint ${id}-problems`}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          target.value = '';
          if (files.length > 0) void take(files);
        }}
      />
      <noscript>
        <p className="problem">{t.mediaNeedsScript}</p>
      </noscript>
      <p role="status" className="desk-done">
        {progress || (added > 0 && t.mediaSent(added, String(added)))}
      </p>
      <Problems id={`${id}-problems`} problems={problems} />
    </div>
  );
}

/** The words that are kept with a file. */
export function WordsOfFile({ file, language }: { file: LibraryFile; language: string }) {
  const t = managingTextsFor(language);
  const id = useId();
  const { send, busy, failed } = useDeskForm(describeFileAction, mediaFilePath(file.fileId));
  return (
    <form action={send} className="desk-form">
      <input type="hidden" name="id" value={file.fileId} />
      {file.kind === 'picture' ? (
        <Field
          id={`${id}-alt`}
          name="alt"
          label={t.mediaAlt}
          hint={t.mediaAltHint}
          value={file.alt}
          lines={2}
          failed={failed}
        />
      ) : (
        <input type="hidden" name="alt" value={file.alt} />
      )}
      <Field
        id={`${id}-caption`}
        name="caption"
        label={t.mediaCaption}
        value={file.caption}
        lines={2}
        failed={failed}
      />
      <Field id={`${id}-credit`} name="credit" label={t.mediaCredit} value={file.credit} failed={failed} />
      <FormProblem failed={failed} fields={['alt', 'caption', 'credit']} />
      <button type="submit" className="desk-button is-main" disabled={busy}>
        {t.save}
      </button>
    </form>
  );
}

/** What stays in sight of a picture where it is cropped. */
export function FocusOfFile(props: { file: LibraryFile; width: number; height: number; language: string }) {
  const { file, width, height, language } = props;
  const t = managingTextsFor(language);
  const { send, busy, failed } = useDeskForm(focusFileAction, mediaFilePath(file.fileId));
  const typed = failed?.values;
  const [focus, setFocus] = useState(typed ? { x: Number(typed.x || 50), y: Number(typed.y || 50) } : file.focus);
  return (
    <form action={send} className="media-focus">
      <input type="hidden" name="id" value={file.fileId} />
      <FocusField
        {...{ width, height }}
        src={file.src}
        value={focus}
        onChange={setFocus}
        t={editorTextsFor(language)}
        problem={failed?.message}
      />
      <button type="submit" className="desk-button" disabled={busy}>
        {t.mediaFocusSave}
      </button>
    </form>
  );
}

/** Sends a file and puts it wherever this one stands. */
export function ReplaceFile({ file, language }: { file: LibraryFile; language: string }) {
  const t = managingTextsFor(language);
  const id = useId();
  const { send, problems, progress, busy } = useSending(t);
  const [state, replace] = useActionState<DeskState, FormData>(replaceFileAction, { status: 'idle' });
  const take = async (chosen: File) => {
    const [sent] = await send([chosen]);
    if (!sent) return;
    const form = new FormData();
    form.set('id', file.fileId);
    form.set('by', sent.fileId);
    startTransition(() => replace(form));
  };
  const failed = state.status === 'failed' ? [state.message] : [];
  return (
    <div className="desk-field">
      <label htmlFor={id}>{t.mediaReplace}</label>
      <p className="desk-hint" id={`${id}-hint`}>
        {t.mediaReplaceText}
      </p>
      <input
        id={id}
        type="file"
        accept={{ picture: 'image/*,.heic,.heif', sound: 'audio/*', video: 'video/*', other: undefined }[file.kind]}
        disabled={busy}
        aria-describedby={`${id}-hint ${id}-problems`}
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) void take(chosen);
          target.value = '';
        }}
      />
      <noscript>
        <p className="problem">{t.mediaNeedsScript}</p>
      </noscript>
      <p role="status" className="desk-done">
        {progress}
      </p>
      <Problems id={`${id}-problems`} problems={[...problems, ...failed]} />
    </div>
  );
}
