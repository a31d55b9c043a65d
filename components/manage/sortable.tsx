'use client';

import { type PointerEvent, type ReactNode, startTransition, useEffect, useRef, useState } from 'react';
import type { DeskState } from '#app/_actions/desk-form';
import { lookTextsFor } from '#messages/look';
import { useDeskForm } from '../newsroom/desk-forms.tsx';
import { FormProblem } from './field.tsx';

/**
 * `up`, `down`: the places (from 0) that the arrows lead to, null at the ends. `size`: so many rows move with it, itself
 * included. `row`: what else stands in it.
 */
export type SortableItem = {
  key: string;
  name: string;
  under?: boolean;
  size?: number;
  up: number | null;
  down: number | null;
  row: ReactNode;
};

type Props = {
  items: SortableItem[];
  action: (before: DeskState, form: FormData) => Promise<DeskState>;
  at: string;
  /** What goes with each move; the key of the entry goes by `keyName`, its new place by `to`. */
  fields: Record<string, string>;
  keyName: string;
  /** The place of the first row, and how many there are on all pages, where these are not all. */
  first?: number;
  total?: number;
  /** The list's own name. */
  label: string;
  language: string;
};

/**
 * A list that is put in order: by arrows, which are plain forms, and where there are scripts by handles too. The arrow that was
 * pressed keeps the focus, and the new place is said.
 */
export function Sortable({ items, action, at, fields, keyName, first = 0, total, label, language }: Props) {
  const t = lookTextsFor(language);
  const list = useRef<HTMLOListElement>(null);
  const pressed = useRef<{ key: string; way: 'up' | 'down' | 'drag' } | null>(null);
  const [said, say] = useState('');
  const [drag, setDrag] = useState<{ key: string; over: number } | null>(null);
  const { send, failed } = useDeskForm(action, at);
  const order = items.map(({ key }) => key).join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: when the order has changed, and only then.
  useEffect(() => {
    const was = pressed.current;
    pressed.current = null;
    const place = items.findIndex(({ key }) => key === was?.key);
    if (!was || place < 0) return;
    say(t.moved(items[place]?.name ?? '', String(first + place + 1), String(total ?? items.length)));
    const row = list.current?.children[place];
    const [same, other] = was.way === 'down' ? ['down', 'up'] : ['up', 'down'];
    const button = (way: string | undefined) =>
      row?.querySelector<HTMLButtonElement>(`button[data-way="${way}"]:enabled`);
    if (was.way !== 'drag') (button(same) ?? button(other))?.focus();
  }, [order]);

  const move = (key: string, to: number) => {
    const form = new FormData();
    const given = { ...fields, [keyName]: key, to: String(first + to) };
    for (const [name, value] of Object.entries(given)) form.set(name, value);
    pressed.current = { key, way: 'drag' };
    startTransition(() => send(form));
  };

  /** The place whose row is under the pointer. */
  const placeAt = (y: number): number => {
    const rows = [...(list.current?.children ?? [])];
    const found = rows.findIndex((row) => y < row.getBoundingClientRect().bottom);
    return found < 0 ? rows.length - 1 : found;
  };

  const handle = ({ key, size = 1 }: SortableItem, from: number) => ({
    onPointerDown: (event: PointerEvent<HTMLSpanElement>) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ key, over: from });
    },
    onPointerMove: (event: PointerEvent) => {
      if (drag?.key === key) setDrag({ key, over: placeAt(event.clientY) });
    },
    onPointerUp: () => {
      setDrag(null);
      if (drag?.key !== key) return;
      const { over } = drag;
      if (over < from) move(key, over);
      else if (over >= from + size) move(key, over - size + 1);
    },
    onPointerCancel: () => setDrag(null),
  });

  const dragged = items.findIndex(({ key }) => key === drag?.key);
  const classOf = (item: SortableItem, index: number) =>
    [
      item.under && 'is-under',
      index === dragged && 'is-dragged',
      drag && index === drag.over && index < dragged && 'is-before',
      drag && index === drag.over && index > dragged && 'is-after',
    ]
      .filter(Boolean)
      .join(' ');

  return (
    <>
      <ol ref={list} className="sortable" aria-label={label}>
        {items.map((item, index) => (
          <li key={item.key} className={classOf(item, index)}>
            {/* By pointer alone; the arrows do the same. */}
            <span className="sortable-handle" title={t.drag} aria-hidden="true" {...handle(item, index)} />
            {item.row}
            <span className="sortable-arrows">
              {(['up', 'down'] as const).map((way) => (
                <form
                  key={way}
                  action={send}
                  onSubmit={() => {
                    pressed.current = { key: item.key, way };
                  }}
                >
                  {Object.entries({ ...fields, [keyName]: item.key, to: String(item[way] ?? first + index) }).map(
                    ([name, value]) => (
                      <input key={name} type="hidden" name={name} value={value} />
                    ),
                  )}
                  <button
                    type="submit"
                    className="manage-arrow"
                    data-way={way}
                    disabled={item[way] === null}
                    aria-label={t[way](item.name)}
                  >
                    {way === 'up' ? '↑' : '↓'}
                  </button>
                </form>
              ))}
            </span>
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
      <FormProblem failed={failed} />
    </>
  );
}
