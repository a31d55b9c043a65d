'use client';

import { createContext, type ReactNode, use, useId, useRef, useState } from 'react';
import { changeArticlesAction } from '#app/_actions/managing';
import { articlesDeskPath } from '#lib/addresses';
import { formatFor } from '#lib/format';
import { managingTextsFor } from '#messages/managing';
import { Problem, useDeskForm } from '../newsroom/desk-forms.tsx';

/** What was chosen when the form failed, so that it still is. */
const Chosen = createContext<ReadonlySet<string>>(new Set());

/** The box before a row. */
export function RowBox({ id, label }: { id: number; label: string }) {
  const chosen = use(Chosen).has(String(id));
  return (
    <label className="bulk-box">
      <input key={String(chosen)} type="checkbox" name="id" value={id} defaultChecked={chosen} />
      <span className="sr-only">{label}</span>
    </label>
  );
}

type Props = {
  /** Of the list's address. */
  query: string;
  sections: { id: number; name: string }[];
  language: string;
  timeZone: string;
  children: ReactNode;
};

/** The rows of a list, and what can be done with those that are chosen. */
export function BulkForm({ query, sections, language, timeZone, children }: Props) {
  const t = managingTextsFor(language);
  const format = formatFor({ language, timeZone });
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [count, setCount] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const at = query ? `${articlesDeskPath}?${query}` : articlesDeskPath;
  const { send, busy, failed } = useDeskForm(changeArticlesAction, at);
  const boxes = () => [...(form.current?.querySelectorAll<HTMLInputElement>('input[name=id]') ?? [])];
  const recount = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    setCount(chosen);
    if (chosen > 0) setOpen(true);
  };
  const problem = (field: string) => (failed?.field === field ? failed.message : undefined);
  return (
    <form ref={form} action={send} onChange={recount} onReset={() => queueMicrotask(recount)}>
      <input type="hidden" name="query" value={query} />
      <details
        className="bulk"
        open={isOpen || failed !== null}
        onToggle={({ target, currentTarget }) => target === currentTarget && setOpen(currentTarget.open)}
      >
        <summary className="desk-button">
          {t.bulkTitle}
          {count > 0 && <span className="bulk-count"> {t.bulkCount(count, format.number(count))}</span>}
        </summary>
        {failed && failed.field === undefined && <Problem id={`${id}-problem`} message={failed.message} />}
        <label className="desk-check bulk-all">
          <input
            type="checkbox"
            onChange={({ target }) => {
              for (const box of boxes()) box.checked = target.checked;
            }}
          />
          <span>{t.bulkAll}</span>
        </label>
        <div className="bulk-parts">
          <div className="desk-field">
            <label htmlFor={`${id}-section`}>{t.bulkSection}</label>
            <div className="desk-row">
              <select
                key={failed?.values?.section}
                id={`${id}-section`}
                name="section"
                defaultValue={failed?.values?.section ?? ''}
                aria-describedby={`${id}-section-problem`}
              >
                <option value="">{t.bulkNoSection}</option>
                {sections.map((each) => (
                  <option key={each.id} value={each.id}>
                    {each.name}
                  </option>
                ))}
              </select>
              <button type="submit" name="do" value="section" className="desk-button" disabled={busy}>
                {t.bulkMove}
              </button>
            </div>
            <Problem id={`${id}-section-problem`} message={problem('section')} />
          </div>
          <div className="desk-field">
            <label htmlFor={`${id}-tag`}>{t.bulkTag}</label>
            <div className="desk-row">
              <input
                key={failed?.values?.tag}
                id={`${id}-tag`}
                name="tag"
                dir="auto"
                autoComplete="off"
                defaultValue={failed?.values?.tag ?? ''}
                aria-invalid={problem('tag') !== undefined}
                aria-describedby={`${id}-tag-problem`}
              />
              <button type="submit" name="do" value="tag" className="desk-button" disabled={busy}>
                {t.bulkTagAdd}
              </button>
            </div>
            <Problem id={`${id}-tag-problem`} message={problem('tag')} />
          </div>
          <div className="desk-field">
            <p className="desk-hint">{t.bulkPinHint}</p>
            <div className="desk-row">
              <button type="submit" name="do" value="pin" className="desk-button" disabled={busy}>
                {t.bulkPin}
              </button>
              <button type="submit" name="do" value="unpin" className="desk-button" disabled={busy}>
                {t.bulkUnpin}
              </button>
            </div>
          </div>
          <details className="desk-more">
            <summary>{t.bulkArchive}</summary>
            <p className="desk-hint">{t.bulkArchiveText}</p>
            <button type="submit" name="do" value="archive" className="desk-button" disabled={busy}>
              {t.bulkArchiveNow}
            </button>
          </details>
        </div>
      </details>
      <Chosen value={new Set(failed?.values?.id?.split(',') ?? [])}>{children}</Chosen>
    </form>
  );
}
