'use client';

import { type ReactNode, useActionState, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import type { ActionState } from '#app/_actions/define-action';
import { type ModerationDone, moderateAction } from '#app/_actions/moderation';
import type { QueueCounts, QueueTab } from '#features/moderation/schema';
import { editionOf } from '#messages/edition';
import { Actions, type ButtonName, names } from './actions.tsx';
import { KeyHelp } from './key-help.tsx';
import { QueueTabs } from './queue-tabs.tsx';
import { useKeys } from './use-keys.ts';
import { useQueueNews } from './use-queue-news.ts';
import { decisionText } from './wording.ts';

export type QueueItem = {
  id: number;
  seen: string;
  name: string;
  writerId: string | null;
  buttons: ButtonName[];
  content: ReactNode;
};

type Props = {
  tab: QueueTab;
  page: number;
  said: ActionState<ModerationDone>;
  counts: QueueCounts;
  mark: string;
  items: QueueItem[];
  decisions: { id: number; name: string; canUndo: boolean; content: ReactNode }[];
  language: string;
  timeZone: string;
};

/**
 * The queue as one form: every button posts it, with what it is for as its value, so it works without JavaScript. With
 * it there are keys, and news of what colleagues decide.
 */
export function Queue({ tab, page, said, counts: firstCounts, mark, items, decisions, language, timeZone }: Props) {
  const edition = editionOf({ language, timeZone });
  const { t, format } = edition;
  const [state, act, pending] = useActionState<ActionState<ModerationDone>, FormData>(moderateAction, said);
  const hydrated = useSyncExternalStore(never, yes, no);
  const form = useRef<HTMLFormElement>(null);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [leaving, setLeaving] = useState<ReadonlySet<number>>(new Set());
  const [reasons, setReasons] = useState<Readonly<Record<string, string>>>({});
  const [chosen, setChosen] = useState<number | null>(null);
  const bulkReason = useId();
  const news = useQueueNews({ tab, mark, items, pause: pending });
  const counts = news.counts ?? firstCounts;

  const shown = items.map(({ id }) => id);
  const current = chosen !== null && shown.includes(chosen) ? chosen : (shown[0] ?? null);
  const picked = shown.filter((id) => selected.has(id));

  useEffect(() => {
    if (!pending) setLeaving(new Set());
  }, [pending]);

  // What was decided is gone from the page, and the focus with it: it goes on to the next.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time other items stand here
  useEffect(() => {
    if (state.status !== 'idle' && document.activeElement === document.body) focusEntry(form.current, current, false);
  }, [items]);

  const leave = (ids: readonly number[]) => {
    setLeaving((known) => new Set([...known, ...ids]));
    const rest = shown.filter((id) => !leaving.has(id) && !ids.includes(id));
    const at = shown.indexOf(ids.at(-1) ?? -1);
    setChosen(rest.find((id) => shown.indexOf(id) > at) ?? rest.at(-1) ?? null);
    setSelected((known) => new Set([...known].filter((id) => !ids.includes(id))));
  };

  const press = (key: string) => {
    const among = picked.length > 0 ? '.queue-bulk' : `[data-entry="${current}"]`;
    const button = form.current?.querySelector<HTMLButtonElement>(`${among} button[data-key="${key}"]:not(:disabled)`);
    if (button) form.current?.requestSubmit(button);
  };
  const move = (by: number) => {
    const rest = shown.filter((id) => !leaving.has(id));
    const at = current === null ? -1 : rest.indexOf(current);
    const next = rest[Math.min(Math.max(at + by, 0), rest.length - 1)];
    if (next === undefined) return;
    setChosen(next);
    focusEntry(form.current, next, true);
  };
  const keys = useKeys({
    j: () => move(document.activeElement === document.body && chosen === null ? 0 : 1),
    k: () => move(-1),
    a: () => press('a'),
    h: () => press('h'),
    s: () => press('s'),
    t: () => press('t'),
    b: () => press('b'),
    u: () => form.current?.querySelector<HTMLButtonElement>('button[data-key="u"]')?.click(),
    x: () => current !== null && toggle(current),
  });
  const toggle = (id: number) =>
    setSelected((known) => new Set(known.has(id) ? [...known].filter((other) => other !== id) : [...known, id]));

  return (
    <>
      <div className="queue-top">
        <QueueTabs tab={tab} counts={counts} edition={edition} />
        {hydrated && <KeyHelp edition={edition} keys={keys} />}
      </div>
      <form
        ref={form}
        action={act}
        className="queue"
        aria-busy={pending}
        onSubmit={(event) => {
          const { submitter } = event.nativeEvent as SubmitEvent;
          const [what, on = ''] = (submitter as HTMLButtonElement | null)?.value.split(':') ?? [];
          if (what !== undefined && what !== 'undo' && what !== 'unban') leave(on === '' ? picked : [Number(on)]);
        }}
      >
        {/* What Enter in a field would press: nothing. */}
        <button type="submit" disabled hidden />
        <input type="hidden" name="tab" value={tab} />
        <input type="hidden" name="page" value={page} />
        {items.length === 0 && decisions.length === 0 && <Empty tab={tab} t={t} />}
        {items.length > 0 && (
          <ol className="queue-entries">
            {items.map((item) => {
              const found = news.entries.get(item.id);
              const changed = found && found.seen !== item.seen && !leaving.has(item.id) ? found : null;
              return (
                <li
                  key={item.id}
                  className={`entry${leaving.has(item.id) ? ' is-leaving' : ''}${changed ? ' is-decided' : ''}`}
                  data-entry={item.id}
                  data-current={hydrated && item.id === current ? '' : undefined}
                  onFocus={() => setChosen(item.id)}
                >
                  <article aria-labelledby={`entry-${item.id}`} tabIndex={-1}>
                    <label className="entry-select">
                      <input
                        type="checkbox"
                        name="item"
                        value={item.id}
                        checked={selected.has(item.id)}
                        onChange={() => toggle(item.id)}
                        disabled={changed !== null}
                      />
                      <span className="sr-only">
                        {t.select} {t.decisionOn(item.name)}
                      </span>
                    </label>
                    {item.content}
                    <input type="hidden" name={`seen-${item.id}`} value={item.seen} />
                    {item.writerId && <input type="hidden" name={`writer-${item.id}`} value={item.writerId} />}
                    {changed ? (
                      <p className="entry-changed">
                        {changed.state === 'deleted'
                          ? t.takenBackByWriter
                          : changed.decision && changed.seen.split('.')[1] !== item.seen.split('.')[1]
                            ? decisionText(t, changed.decision)
                            : t.changedByWriter}{' '}
                        {t.decidedMeanwhile}
                      </p>
                    ) : (
                      <Actions
                        item={item}
                        t={t}
                        reason={reasons[item.id] ?? ''}
                        onReason={(reason) => setReasons({ ...reasons, [item.id]: reason })}
                      />
                    )}
                  </article>
                </li>
              );
            })}
          </ol>
        )}
        {decisions.length > 0 && (
          <ol className="queue-decisions">
            {decisions.map((decision) => (
              <li key={decision.id}>
                <div>{decision.content}</div>
                {decision.canUndo && (
                  <button type="submit" name="decision" value={`undo:${decision.id}`} className="queue-button">
                    {t.undo}
                    <span className="sr-only"> {t.decisionOn(decision.name)}</span>
                  </button>
                )}
              </li>
            ))}
          </ol>
        )}
        <div className="queue-foot">
          <div role="status" className="queue-status">
            {state.status === 'failed' && <p className="problem">{state.message}</p>}
            {state.status === 'done' && (
              <>
                <p>{state.result.message}</p>
                {state.result.undo.length > 0 && (
                  <button
                    type="submit"
                    name="decision"
                    value={`undo:${state.result.undo.join(',')}`}
                    data-key="u"
                    className="queue-button"
                  >
                    {t.undo}
                  </button>
                )}
                {state.result.stale.length > 0 && (
                  <div className="problem">
                    <p>{t.notDone(state.result.stale.length, format.number(state.result.stale.length))}</p>
                    <ul>
                      {state.result.stale.map((one) => (
                        <li key={one.id}>{one.message}</li>
                      ))}
                    </ul>
                  </div>
                )}
              </>
            )}
            {news.fresh > 0 && (
              <p>
                {t.freshWaiting(news.fresh, format.number(news.fresh))}{' '}
                <a href={`?tab=${tab}`} className="queue-link">
                  {t.showFresh}
                </a>
              </p>
            )}
          </div>
          {items.length > 0 && (
            <fieldset className="queue-bulk">
              <legend>
                {picked.length > 0 ? t.chosen(picked.length, format.number(picked.length)) : t.withChosen}
              </legend>
              {hydrated && picked.length < shown.length && (
                <button type="button" className="queue-link" onClick={() => setSelected(new Set(shown))}>
                  {t.selectAll}
                </button>
              )}
              <label className="sr-only" htmlFor={bulkReason}>
                {t.reasonForAll}
              </label>
              <input
                id={bulkReason}
                name="reason"
                placeholder={t.reasonForAll}
                maxLength={500}
                autoComplete="off"
                value={reasons.all ?? ''}
                onChange={(event) => setReasons({ ...reasons, all: event.target.value })}
              />
              <div className="queue-buttons">
                {(tab === 'appeals' ? appealButtons : bulkButtons).map((name) => (
                  <button
                    key={name}
                    type="submit"
                    name="decision"
                    value={names[name].decision}
                    data-key={names[name].key}
                    className="queue-button"
                  >
                    {names[name].label(t)}
                  </button>
                ))}
              </div>
            </fieldset>
          )}
        </div>
      </form>
    </>
  );
}

const bulkButtons = ['approve', 'hide', 'spam', 'trash'] as const;
const appealButtons = ['reverse', 'uphold'] as const;

function Empty({ tab, t }: { tab: QueueTab; t: ReturnType<typeof editionOf>['t'] }) {
  const [title, text] = {
    waiting: [t.queueEmptyWaiting, t.queueEmptyWaitingText],
    reported: [t.queueEmptyReported, t.queueEmptyReportedText],
    appeals: [t.queueEmptyAppeals, t.queueEmptyAppealsText],
    spam: [t.queueEmptySpam, t.queueEmptySpamText],
    recent: [t.queueEmptyRecent, t.queueEmptyRecentText],
  }[tab];
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  );
}

function focusEntry(form: HTMLFormElement | null, id: number | null, scroll: boolean): void {
  const article = form?.querySelector<HTMLElement>(`[data-entry="${id}"] > article`);
  article?.focus({ preventScroll: true });
  if (scroll) article?.scrollIntoView({ block: 'nearest' });
}

const never = () => () => {};
const yes = () => true;
const no = () => false;
