'use client';

import { useEffect, useRef } from 'react';
import type { Edition } from '#messages/edition';

type Props = { edition: Edition; keys: { on: boolean; set: (on: boolean) => void } };

/** The list of the keys, opened by its button or by `?`. */
export function KeyHelp({ edition: { t }, keys }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const writing =
        event.target instanceof HTMLElement && event.target.matches('textarea, select, input:not([type])');
      if (event.key === '?' && keys.on && !writing && !dialog.current?.open) dialog.current?.showModal();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [keys.on]);
  const list = [
    ['j', t.keyNext],
    ['k', t.keyPrevious],
    ['a', t.keyApprove],
    ['h', t.keyHide],
    ['s', t.keySpam],
    ['t', t.keyTrash],
    ['b', t.keyBan],
    ['x', t.keySelect],
    ['u', t.keyUndo],
    ['?', t.keyHelp],
  ] as const;
  return (
    <>
      <button type="button" className="queue-help" onClick={() => dialog.current?.showModal()}>
        {t.keyboard}
      </button>
      <dialog ref={dialog} className="queue-keys" aria-labelledby="queue-keys-title">
        <h2 id="queue-keys-title">{t.keyboardTitle}</h2>
        <dl>
          {list.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <label className="queue-keys-switch">
          <input type="checkbox" checked={keys.on} onChange={(event) => keys.set(event.target.checked)} />
          {t.keysOn}
        </label>
        <form method="dialog">
          <button type="submit" className="queue-button">
            {t.close}
          </button>
        </form>
      </dialog>
    </>
  );
}
