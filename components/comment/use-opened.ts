import { useCallback, useRef, useState } from 'react';
import type { AttachmentView } from '#features/attachments/schema';
import { articleOf, idOf } from './thread-dom.ts';

/** What is open under a response; one at a time, in a place made for it. */
export type Opened = {
  kind: 'reply' | 'more' | 'edit' | 'sign-in';
  id: number;
  host: HTMLElement;
  /** Where the keyboard goes back to. */
  opener: HTMLElement;
  text?: string;
  attached?: AttachmentView[];
};

function leave({ id, host, opener }: Opened): void {
  opener.setAttribute('aria-expanded', 'false');
  articleOf(id)?.classList.remove('is-editing');
  // After React has emptied it.
  setTimeout(() => host.remove());
}

/** Opens forms and actions under responses. */
export function useOpened() {
  const [opened, setOpened] = useState<Opened | null>(null);
  const now = useRef<Opened | null>(null);

  const change = useCallback((next: Opened | null) => {
    if (now.current) leave(now.current);
    now.current = next;
    setOpened(next);
  }, []);

  const open = useCallback(
    (kind: Opened['kind'], opener: HTMLElement, text?: string, attached?: AttachmentView[]) => {
      const article = opener.closest<HTMLElement>('article.response');
      if (!article) return;
      const host = document.createElement('div');
      host.className = 'response-opened';
      article.append(host);
      change({
        kind,
        id: idOf(article),
        host,
        opener,
        ...(text === undefined ? {} : { text }),
        ...(attached && { attached }),
      });
      opener.setAttribute('aria-expanded', 'true');
      article.classList.toggle('is-editing', kind === 'edit');
    },
    [change],
  );

  /** `back`: the keyboard returns to where it came from. */
  const close = useCallback(
    (back = true) => {
      const before = now.current;
      change(null);
      if (back) before?.opener.focus();
    },
    [change],
  );

  return { opened, open, close };
}
