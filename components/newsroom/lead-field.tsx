import { useId, useState } from 'react';
import type { Focus, MediaView } from '#features/media/schema';
import type { ArticleFields } from '#features/newsroom/schema';
import { editorTextsFor } from '#messages/editor';
import type { NewsroomTexts } from '#messages/newsroom';
import type { EditorServices } from '../editor/editor-services.ts';
import { MediaPicker } from '../editor/media-picker.tsx';
import { FocusField } from '../ui/focus-field.tsx';
import type { ChangeFields } from './details.tsx';

type Props = {
  lead: ArticleFields['lead'];
  shown: MediaView | null;
  onChange: ChangeFields;
  services: EditorServices;
  readOnly: boolean;
  language: string;
  t: NewsroomTexts;
};

/** The picture on top of an article, with its words. */
export function LeadField({ lead, shown, onChange, services, readOnly, language, t }: Props) {
  const id = useId();
  const [picture, setPicture] = useState(shown);
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [choosing, setChoosing] = useState(false);

  /** `own`: only with the words that are kept with it, for those of another picture would say what is not there. */
  const take = (file: MediaView, own: boolean) => {
    if (!file.type.startsWith('image/') || file.width === null || file.height === null) {
      setProblem(t.leadNoPicture);
      return;
    }
    setProblem(null);
    setPicture(file);
    const words = own || !lead ? { alt: '', caption: '', credit: '' } : lead;
    onChange({
      lead: {
        fileId: file.fileId,
        alt: file.alt || words.alt,
        caption: file.caption || words.caption,
        credit: file.credit || words.credit,
      },
    });
  };
  const send = async (file: File) => {
    setProblem(null);
    setSending(true);
    try {
      take(await services.upload(file, () => {}), false);
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
    <fieldset className="desk-field desk-lead">
      <legend>{t.lead}</legend>
      {lead && picture && (
        // biome-ignore lint/performance/noImgElement: a file that was sent a moment ago.
        <img src={picture.src} width={picture.width ?? 0} height={picture.height ?? 0} alt={lead.alt} />
      )}
      <div className="desk-row">
        <button
          type="button"
          className="desk-button"
          disabled={readOnly || sending}
          aria-describedby={`${id}-problem`}
          onClick={() => setChoosing(true)}
        >
          {lead ? t.leadOther : t.leadChoose}
        </button>
        {lead && (
          <button type="button" className="desk-link" onClick={() => onChange({ lead: null })}>
            {t.leadRemove}
          </button>
        )}
      </div>
      <p role="status" className="desk-hint">
        {sending && t.leadSending}
      </p>
      <p id={`${id}-problem`} className="problem" role="alert">
        {problem}
      </p>
      {line('alt', t.leadAlt)}
      {line('caption', t.leadCaption)}
      {line('credit', t.leadCredit)}
      {lead && picture?.width && picture.height && (
        <LeadFocus
          key={picture.fileId}
          picture={{ ...picture, width: picture.width, height: picture.height }}
          {...{ services, language, readOnly }}
          label={t.leadFocus}
          save={t.leadFocusSave}
          saved={t.leadFocusSaved}
          onSaved={(focus) => setPicture({ ...picture, focus })}
        />
      )}
      {choosing && (
        <MediaPicker
          kind="picture"
          fixed
          several={false}
          find={services.findMedia}
          t={editorTextsFor(language)}
          close={() => setChoosing(false)}
          onPick={([file]) => {
            setChoosing(false);
            if (file) take(file, file.fileId !== lead?.fileId);
          }}
          onUpload={([file]) => {
            setChoosing(false);
            if (file) void send(file);
          }}
        />
      )}
    </fieldset>
  );
}

type FocusProps = {
  picture: MediaView & { width: number; height: number };
  services: EditorServices;
  language: string;
  readOnly: boolean;
  label: string;
  save: string;
  saved: string;
  onSaved: (focus: Focus | null) => void;
};

/** What of it stays in sight: no part of the article, but of the picture, so it is saved by a button of its own. */
function LeadFocus({ picture, services, language, readOnly, label, save, saved, onSaved }: FocusProps) {
  const [focus, setFocus] = useState(picture.focus);
  const [said, setSaid] = useState<{ problem?: string; done?: true }>({});
  const [busy, setBusy] = useState(false);
  const [open, setOpen] = useState(false);
  const keep = async () => {
    setBusy(true);
    const problem = await services.setFocus(picture.fileId, focus);
    setBusy(false);
    setSaid(problem === null ? { done: true } : { problem });
    if (problem === null) onSaved(focus);
  };
  return (
    <details className="desk-more" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{label}</summary>
      {open && (
        <FocusField
          src={picture.src}
          width={picture.width}
          height={picture.height}
          value={focus}
          onChange={(next) => {
            setFocus(next);
            setSaid({});
          }}
          t={editorTextsFor(language)}
          disabled={readOnly}
          problem={said.problem}
        />
      )}
      <div className="desk-row">
        <button type="button" className="desk-button" disabled={readOnly || busy} onClick={() => void keep()}>
          {save}
        </button>
        <p role="status" className="desk-hint">
          {said.done && saved}
        </p>
      </div>
    </details>
  );
}
