import { useId, useState } from 'react';
import type { ArticleFields } from '#features/newsroom/schema';
import type { NewsroomTexts } from '#messages/newsroom';
import { sendMedia } from '../editor/send-media.ts';
import type { ChangeFields } from './details.tsx';

export type LeadShown = { src: string; width: number; height: number };
type Props = {
  lead: ArticleFields['lead'];
  shown: LeadShown | null;
  onChange: ChangeFields;
  readOnly: boolean;
  t: NewsroomTexts;
};

/** The picture on top of an article, with its words. */
export function LeadField({ lead, shown, onChange, readOnly, t }: Props) {
  const id = useId();
  const [picture, setPicture] = useState(shown);
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const send = async (file: File) => {
    setProblem(null);
    setSending(true);
    try {
      const sent = await sendMedia(file, () => {}, t.leadFailed);
      if (!sent.type.startsWith('image/') || sent.width === null || sent.height === null) {
        setProblem(t.leadNoPicture);
        return;
      }
      setPicture({ src: sent.src, width: sent.width, height: sent.height });
      onChange({
        lead: { fileId: sent.fileId, alt: lead?.alt ?? '', caption: lead?.caption ?? '', credit: lead?.credit ?? '' },
      });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : t.leadFailed);
    } finally {
      setSending(false);
    }
  };
  const line = (name: 'alt' | 'caption' | 'credit', label: string) =>
    lead && (
      <div className="desk-field">
        <label htmlFor={`${id}-${name}`}>{label}</label>
        <input
          id={`${id}-${name}`}
          dir="auto"
          value={lead[name]}
          onChange={({ target }) => onChange({ lead: { ...lead, [name]: target.value } })}
        />
      </div>
    );
  return (
    <div className="desk-field desk-lead">
      <label htmlFor={`${id}-file`}>{t.lead}</label>
      {lead && picture && (
        // biome-ignore lint/performance/noImgElement: a file that was sent a moment ago.
        <img src={picture.src} width={picture.width} height={picture.height} alt={lead.alt} />
      )}
      <input
        id={`${id}-file`}
        type="file"
        accept="image/*"
        disabled={readOnly || sending}
        aria-describedby={`${id}-problem`}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) void send(file);
          target.value = '';
        }}
      />
      <p role="status" className="desk-hint">
        {sending && t.leadSending}
      </p>
      <p id={`${id}-problem`} className="problem" role="alert">
        {problem}
      </p>
      {line('alt', t.leadAlt)}
      {line('caption', t.leadCaption)}
      {line('credit', t.leadCredit)}
      {lead && (
        <button type="button" className="desk-link" onClick={() => onChange({ lead: null })}>
          {t.leadRemove}
        </button>
      )}
    </div>
  );
}
