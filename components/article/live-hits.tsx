'use client';

import { useEffect, useRef, useState } from 'react';
import { countHitAction } from '#app/_actions/views';

/** Milliseconds an article has to be on screen before it counts as read. */
const seenFor = 1000;

/** Set once the first article of this document was counted: from then on readers come from the publication itself. */
let arrived = false;

/**
 * The number of hits: first as the page has it, then live. Tells the server once that the article has been on screen;
 * whether that is a hit is for the server to say.
 */
export function LiveHits({ articleId, hits, language }: { articleId: number; hits: string; language: string }) {
  const number = useRef<HTMLSpanElement>(null);
  const [live, setLive] = useState(hits);
  // A page that was rendered anew has a newer number than the last answer.
  useEffect(() => setLive(hits), [hits]);
  useEffect(() => {
    const article = number.current?.closest('article');
    if (!article) return;
    return whenRead(article, async () => {
      const total = await countHitAction(articleId, arrived ? location.host : hostOf(document.referrer)).catch(
        () => null,
      );
      arrived = true;
      if (total !== null) setLive(new Intl.NumberFormat(language).format(total));
    });
  }, [articleId, language]);
  return (
    <span ref={number} className="hits-number">
      {live}
    </span>
  );
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : '');

/** Calls back once, when the element has been on a screen somebody looks at for long enough. Gives what ends it. */
function whenRead(element: Element, callback: () => void): () => void {
  let near = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    const prerendering = 'prerendering' in document && document.prerendering === true;
    if (near && document.visibilityState === 'visible' && !prerendering) {
      timer = setTimeout(() => {
        end();
        callback();
      }, seenFor);
    }
  };
  const observer = new IntersectionObserver((entries) => {
    near = entries.at(-1)?.isIntersecting ?? false;
    look();
  });
  const end = () => {
    clearTimeout(timer);
    observer.disconnect();
    document.removeEventListener('visibilitychange', look);
    document.removeEventListener('prerenderingchange', look);
  };
  observer.observe(element);
  document.addEventListener('visibilitychange', look);
  document.addEventListener('prerenderingchange', look);
  return end;
}
