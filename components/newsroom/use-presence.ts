import { type RefObject, useEffect, useState } from 'react';
import { presenceAction } from '#app/_actions/newsroom';
import type { Presence } from '#features/newsroom/schema';

/** Milliseconds between two questions about who else is here. */
const every = 10_000;

/** Tells the server that this window has an article open, and gives who else has. `typed` is set back at each call. */
export function usePresence(id: number, typed: RefObject<boolean>): Presence | null {
  const [presence, setPresence] = useState<Presence | null>(null);
  useEffect(() => {
    const windowId = crypto.randomUUID();
    let stopped = false;
    const ask = async () => {
      if (document.visibilityState === 'hidden' || !navigator.onLine) return;
      const wasTyped = typed.current;
      typed.current = false;
      try {
        const answer = await presenceAction({ id, windowId, typed: wasTyped });
        if (!stopped && answer) setPresence(answer);
      } catch {
        // The line on saving says that the server can't be reached.
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), every);
    return () => {
      stopped = true;
      clearInterval(timer);
    };
  }, [id, typed]);
  return presence;
}
