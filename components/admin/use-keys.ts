'use client';

import { useEffect, useRef, useState } from 'react';

const stored = 'broadsheet.queue-keys';

/**
 * Calls `handlers[key]` for single keys, but not while somebody writes, a dialog is open, or the keys are switched off
 * (WCAG 2.1.4). Gives the switch.
 */
export function useKeys(handlers: Readonly<Record<string, () => void>>): { on: boolean; set: (on: boolean) => void } {
  // Not known until the browser was asked; a key pressed before that decides nothing.
  const [on, setOn] = useState<boolean | null>(null);
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => setOn(localStorage.getItem(stored) !== 'off'), []);
  useEffect(() => {
    if (!on) return;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isWriting(event.target)) return;
      if (document.querySelector('dialog[open]')) return;
      const handler = Object.hasOwn(latest.current, event.key) ? latest.current[event.key] : undefined;
      if (!handler) return;
      event.preventDefault();
      handler();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [on]);
  return {
    on: on !== false,
    set(next) {
      localStorage.setItem(stored, next ? 'on' : 'off');
      setOn(next);
    },
  };
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type="checkbox"])'));
