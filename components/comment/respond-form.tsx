'use client';

import { type FormEvent, type KeyboardEvent, useActionState, useEffect, useId, useRef, useState } from 'react';
import { editResponseAction, type PostState, postResponseAction, previewResponseAction } from '#app/_actions/responses';
import { Attach, type Files } from '#components/attachment/attach';
import type { AttachmentView } from '#features/attachments/schema';
import { signInPath } from '#lib/addresses';
import { discussionTextsFor } from '#messages/discussion';
import type { Attach as AttachProps } from '../attachment/limits.ts';
import { isSignedIn, liveForm, type NoAnswer, noAnswer } from './calling.ts';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';

type Purpose = { kind: 'new' } | { kind: 'reply'; parentId: number; name: string } | { kind: 'edit'; id: number };

type Props = {
  articleId: number;
  language: string;
  /** Characters that a response may have. */
  longest: number;
  purpose: Purpose;
  /** Where signing in leads back to. */
  returnTo: string;
  /** The path of its page: by it a post without scripts finds its answer. */
  at?: string;
  /** The text to begin with. */
  text?: string;
  /** What files may come along; null: none may. */
  attach: AttachProps | null;
  /** Those that stand with the response that is changed. */
  attached?: AttachmentView[] | undefined;
  /** It was opened by hand: the cursor goes there. */
  focus?: boolean;
  /** Without these the form leads on by itself. */
  onPosted?: (posted: Extract<PostState, { status: 'done' }>['result']) => void;
  onCancel?: () => void;
};

type Problem = { message: string; stale?: boolean; ofFiles?: boolean };

/** The counter shows itself to who comes near the end, and is read out at these alone. */
const nearTheEnd = 1_000;
const readOutAt = [500, 100, 20, -1];

const newSubmission = (): string => crypto.randomUUID();

/** What `dir="auto"` does, which takes Chromium a quarter of a minute where somebody pastes a megabyte. */
function turn(field: HTMLTextAreaElement): void {
  const letter = /\p{L}/u.exec(field.value.slice(0, 1_000))?.[0];
  field.dir =
    letter === undefined
      ? ''
      : /[\p{sc=Arab}\p{sc=Hebr}\p{sc=Nkoo}\p{sc=Syrc}\p{sc=Thaa}]/u.test(letter)
        ? 'rtl'
        : 'ltr';
}

/**
 * The form under an article, under a response, and for changing one. It posts by itself without scripts; with them it
 * keeps a draft, shows a preview in place, and says beside the field what is wrong.
 */
export function RespondForm({
  articleId,
  language,
  longest,
  purpose,
  returnTo,
  at,
  text = '',
  attach,
  attached,
  focus = false,
  onPosted,
  onCancel,
}: Props) {
  const t = discussionTextsFor(language);
  const id = useId();
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  const [sent, plainly] = useActionState<PostState, FormData>(
    purpose.kind === 'edit' ? editResponseAction : postResponseAction,
    { status: 'idle' },
    at,
  );
  // What a post without scripts came back with.
  const returned = sent.status === 'idle' || sent.status === 'done' ? null : sent;
  const [problem, setProblem] = useState<Problem | null>(
    returned?.status === 'failed' ? { message: returned.message } : null,
  );
  const [preview, setPreview] = useState(returned?.status === 'preview' ? returned.preview : null);
  const [busy, setBusy] = useState(false);
  const [left, setLeft] = useState<number | null>(null);
  const [counted, setCounted] = useState('');
  const [waiting, setWaiting] = useState(0);
  const area = useRef<HTMLTextAreaElement>(null);
  const files = useRef<Files>(null);
  const waitingFor = useRef<AbortController>(null);
  const submission = useRef('');
  const attempted = useRef(false);
  const about = `${articleId}${purpose.kind === 'reply' ? `:${purpose.parentId}` : purpose.kind === 'edit' ? `:edit-${purpose.id}` : ''}`;

  useEffect(() => {
    const field = area.current;
    if (!field) return;
    const draft = readDraft(about);
    submission.current = draft?.submission || newSubmission();
    if (draft && (field.value === '' || (purpose.kind === 'edit' && field.value === text))) field.value = draft.text;
    turn(field);
    setLeft(longest - field.value.length);
    if (focus) {
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    }
  }, [about, focus, longest, purpose.kind, text]);

  const countOf = (now: number) =>
    now < 0 ? t.charactersOver(-now, number(-now)) : t.charactersLeft(now, number(now));

  /** Other words or files than those that were sent are another post. */
  const another = () => {
    if (!attempted.current) return;
    submission.current = newSubmission();
    attempted.current = false;
  };

  const changed = () => {
    const field = area.current;
    if (!field) return;
    another();
    keepDraft(about, field.value, submission.current);
    turn(field);
    const now = longest - field.value.length;
    if (readOutAt.some((mark) => now <= mark && (left ?? longest) > mark)) setCounted(countOf(now));
    setLeft(now);
    if (problem && !problem.stale) setProblem(null);
  };

  const failed = (why: NoAnswer) => {
    setProblem({ message: { offline: t.offline, stale: t.stalePage, down: t.noAnswer }[why], stale: why === 'stale' });
    area.current?.focus();
    if (why === 'offline') addEventListener('online', () => void post(), { once: true });
  };

  /** The files that go along, when all of them are there; undefined: none were ever chosen. Null: not posted now. */
  const gather = async () => {
    const stop = new AbortController();
    waitingFor.current = stop;
    const gathered = await files.current?.gather(setWaiting, stop.signal);
    setWaiting(0);
    if (gathered === undefined) return undefined;
    if (gathered === null) return null;
    if ('chosen' in gathered) return gathered.chosen;
    setProblem({ message: gathered.problem, ofFiles: true });
    return null;
  };

  const post = async () => {
    const field = area.current;
    if (!field || busy) return;
    keepDraft(about, field.value, submission.current);
    if (field.value.length > longest) {
      const over = field.value.length - longest;
      setProblem({ message: t.charactersOver(over, number(over)) });
      field.focus();
      return;
    }
    if (!isSignedIn()) {
      location.assign(`/sign-in?to=${encodeURIComponent(returnTo)}`);
      return;
    }
    setBusy(true);
    const gathered = await gather();
    if (gathered === null) {
      setBusy(false);
      return;
    }
    attempted.current = true;
    const form = liveForm({ articleId, text: field.value, submission: submission.current });
    if (gathered) form.set('attachments', JSON.stringify(gathered));
    if (purpose.kind === 'reply') form.set('parentId', String(purpose.parentId));
    if (purpose.kind === 'edit') form.set('id', String(purpose.id));
    try {
      const action = purpose.kind === 'edit' ? editResponseAction : postResponseAction;
      const state = await action({ status: 'idle' }, form);
      if (state.status === 'done') {
        dropDraft(about);
        files.current?.clear();
        field.value = '';
        submission.current = newSubmission();
        attempted.current = false;
        setLeft(longest);
        setProblem(null);
        setPreview(null);
        if (onPosted) onPosted(state.result);
        else
          location.assign(`/responses/${state.result.id}${state.result.outcome === 'held' ? '/more?done=posted' : ''}`);
      } else if (state.status === 'failed' || state.status === 'signed-out') {
        setPreview(null);
        setProblem({ message: state.status === 'failed' ? state.message : t.signInKept });
        field.focus();
      }
    } catch (error) {
      failed(noAnswer(error));
    } finally {
      setBusy(false);
    }
  };

  const togglePreview = async () => {
    const field = area.current;
    if (!field) return;
    if (preview !== null) {
      setPreview(null);
      requestAnimationFrame(() => field.focus());
      return;
    }
    if (field.value.trim() === '') {
      setProblem({ message: t.previewEmpty });
      field.focus();
      return;
    }
    setBusy(true);
    try {
      const state = await previewResponseAction(field.value);
      if (state.status === 'preview') {
        setProblem(null);
        setPreview(state.preview);
      } else if (state.status === 'failed') setProblem({ message: state.message });
    } catch (error) {
      failed(noAnswer(error));
    } finally {
      setBusy(false);
    }
  };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const pressed = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    void (pressed?.value === 'preview' ? togglePreview() : post());
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void post();
    }
    if (event.key === 'Escape' && onCancel) onCancel();
  };

  const title =
    purpose.kind === 'edit' ? t.editTitle : purpose.kind === 'reply' ? t.replyTitle(purpose.name) : t.respondTitle;
  const over = left !== null && left < 0;
  return (
    <form
      id={purpose.kind === 'new' ? 'respond' : undefined}
      className={preview === null ? 'respond' : 'respond is-preview'}
      action={plainly}
      onSubmit={onSubmit}
    >
      <input type="hidden" name="articleId" value={articleId} />
      {purpose.kind === 'reply' && <input type="hidden" name="parentId" value={purpose.parentId} />}
      {purpose.kind === 'edit' && <input type="hidden" name="id" value={purpose.id} />}
      <label htmlFor={`${id}-text`}>{title}</label>
      <textarea
        ref={area}
        id={`${id}-text`}
        name="text"
        rows={4}
        defaultValue={returned?.text ?? text}
        // Typed, or restored by the browser, before this was live.
        suppressHydrationWarning
        aria-describedby={`${id}-hint ${id}-problem`}
        aria-invalid={(problem !== null && !problem.ofFiles) || over}
        onInput={changed}
        onKeyDown={onKeyDown}
        onPaste={(event) => files.current?.paste(event) && event.preventDefault()}
      />
      {preview !== null && (
        <section
          className="respond-preview response-body"
          aria-label={t.previewOf}
          dir="auto"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: written by `lib/document/to-html` from a checked tree.
          dangerouslySetInnerHTML={{ __html: preview }}
        />
      )}
      <p id={`${id}-problem`} className="problem" role="alert">
        {problem?.message}{' '}
        {problem?.stale && (
          <button type="button" className="link" onClick={() => location.reload()}>
            {t.reload}
          </button>
        )}
      </p>
      <p id={`${id}-hint`} className="respond-hint" dir="auto">
        {t.respondHint}
      </p>
      {attach && (
        <Attach
          {...{ attach, files, articleId, about, language }}
          posted={attached}
          signInAddress={signInPath(returnTo)}
          onChange={another}
        />
      )}
      <p className="respond-waiting" role="status">
        {waiting > 0 && (
          <>
            {t.filesWaiting(waiting, number(waiting))}{' '}
            <button type="button" className="link" onClick={() => waitingFor.current?.abort()}>
              {t.filesWaitStop}
            </button>
          </>
        )}
      </p>
      <p className="respond-buttons">
        <button type="submit" name="intent" value="post" disabled={busy} className="button">
          <span className="when-signed-in">
            {purpose.kind === 'edit' ? t.saveEdit : purpose.kind === 'reply' ? t.postReply : t.post}
          </span>
          <span className="when-signed-out">{t.signInToPost}</span>
        </button>
        <button type="submit" name="intent" value="preview" disabled={busy} className="link">
          {preview === null ? t.preview : t.writeOn}
        </button>
        {onCancel && (
          <button type="button" className="link" onClick={onCancel}>
            {t.cancel}
          </button>
        )}
        <span className={over ? 'respond-count is-over' : 'respond-count'}>
          {left !== null && left < nearTheEnd && countOf(left)}
        </span>
        <span className="sr-only" aria-live="polite">
          {counted}
        </span>
      </p>
    </form>
  );
}
