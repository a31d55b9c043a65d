'use client';

import { type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { changeArticlesAction } from '#app/_actions/managing';
import { articlesDeskPath } from '#lib/addresses';
import { formatFor } from '#lib/format';
import { managingTextsFor } from '#messages/managing';
import { Problem, useDeskForm } from '../newsroom/desk-forms.tsx';
import { Choice } from './table.tsx';

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
  const { state, send, busy, failed: answer } = useDeskForm(changeArticlesAction, at);
  // Where it was done the page is another one, and no answer comes: the one before it is over.
  const [over, setOver] = useState<typeof state | null>(null);
  const failed = answer === over ? null : answer;
  const [turn, setTurn] = useState(0);
  const asked = useRef<typeof state | null>(null);
  const mayEmpty = useRef(false);
  useEffect(() => {
    if (busy) asked.current ??= state;
    else if (asked.current) {
      const isDone = asked.current === state;
      asked.current = null;
      if (!isDone) return;
      setOver(state);
      setTurn((before) => before + 1);
      mayEmpty.current = true;
      form.current?.reset();
      mayEmpty.current = false;
    }
  }, [busy, state]);
  const tell = useCallback((now: number) => {
    setCount(now);
    if (now > 0) setOpen(true);
  }, []);
  const ids = failed?.values?.id ?? '';
  const choice = useMemo(() => ({ chosen: ids ? ids.split(',') : [], turn, tell }), [ids, turn, tell]);
  const problem = (field: string) => (failed?.field === field ? failed.message : undefined);
  return (
    <form
      ref={form}
      action={send}
      // React empties a form that was sent; what is typed and chosen stays where it was refused.
      onReset={(event) => failed && !mayEmpty.current && event.preventDefault()}
    >
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
      <Choice value={choice}>{children}</Choice>
    </form>
  );
}
