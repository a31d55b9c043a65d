'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { deleteResponseAction, muteWriterAction } from '#app/_actions/responses';
import type { DiscussionTexts } from '#messages/discussion';
import { liveForm, sentenceFor } from './calling.ts';

/** The response a panel belongs to, and what its reader may do with it. */
export type Subject = {
  id: number;
  name: string;
  userId: string | null;
  own: boolean;
  /** ISO 8601; null: no longer, or not one's own. */
  editableUntil: string | null;
  muted: boolean;
};

type Props = {
  subject: Subject;
  t: DiscussionTexts;
  /** Null: nobody is signed in. */
  signedIn: boolean;
  signInAddress: string;
  onQuote: (() => void) | null;
  onEdit(): void;
  onDeleted(): void;
  onReport(): void;
  onMuted(muted: boolean): void;
  onClose(): void;
};

/** What can be done with a response beside liking and answering it, in a row under it. */
export function ResponsePanel({ subject, t, signedIn, signInAddress, ...on }: Props) {
  const [step, setStep] = useState<'actions' | 'delete' | 'sign-in'>('actions');
  const [said, setSaid] = useState<ReactNode>('');
  const [busy, setBusy] = useState(false);
  const row = useRef<HTMLDivElement>(null);
  const { id, name, userId, own, muted, editableUntil } = subject;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each step begins at its first button.
  useEffect(() => {
    row.current?.querySelector<HTMLElement>('button, a')?.focus();
  }, [step]);

  const copy = async () => {
    const address = `${location.origin}/responses/${id}`;
    try {
      await navigator.clipboard.writeText(address);
      setSaid(t.linkCopied);
    } catch {
      // Not allowed here: to be copied by hand.
      setSaid(
        <>
          {t.linkIs} <a href={address}>{address}</a>
        </>,
      );
    }
  };

  const call = async (work: () => Promise<{ status: string; message?: string }>, done: () => void) => {
    setBusy(true);
    try {
      const state = await work();
      if (state.status === 'failed') setSaid(state.message);
      else done();
    } catch (error) {
      setSaid(sentenceFor(error, t));
    } finally {
      setBusy(false);
    }
  };

  const remove = () => call(() => deleteResponseAction({ status: 'idle' }, liveForm({ id })), on.onDeleted);
  const mute = () =>
    call(
      () => muteWriterAction({ status: 'idle' }, liveForm({ id, userId: userId ?? '', on: !muted })),
      () => on.onMuted(!muted),
    );

  const button = (label: string, act: () => void) => (
    <button type="button" className="link" disabled={busy} onClick={act}>
      {label}
    </button>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what its opener opened.
    <div className="response-panel" onKeyDown={(event) => event.key === 'Escape' && on.onClose()}>
      {step === 'actions' && (
        // biome-ignore lint/a11y/useSemanticElements: no fieldset, nothing is filled in.
        <div ref={row} className="response-actions" role="group" aria-label={t.more + t.ofResponse(name)}>
          {button(t.copyLink, () => void copy())}
          {on.onQuote && button(t.quote, on.onQuote)}
          {editableUntil && button(t.edit, on.onEdit)}
          {own && button(t.delete, () => setStep('delete'))}
          {!own && button(t.report, signedIn ? on.onReport : () => setStep('sign-in'))}
          {!own && userId && signedIn && button(muted ? t.unmute(name) : t.mute(name), () => void mute())}
        </div>
      )}
      {step === 'delete' && (
        <div ref={row} className="response-actions">
          <span>{t.deleteAsk}</span>
          {button(t.deleteYes, () => void remove())}
          {button(t.deleteNo, () => setStep('actions'))}
        </div>
      )}
      {step === 'sign-in' && (
        <div ref={row} className="response-actions">
          <span>{t.signInTo}</span> <a href={signInAddress}>{t.signIn}</a>
        </div>
      )}
      <p role="status" className="response-said">
        {said}
      </p>
    </div>
  );
}
