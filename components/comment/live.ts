type Change = { added: { id: number; parentId: number | null }[]; gone: number[] };

type Handlers = {
  /** All public responses of the article, at a moment: sent first, and after each time nobody listened. */
  standing(ids: number[]): void;
  /** What has come and gone since. */
  changed(change: Change): void;
};

/** Milliseconds between questions where the server can't tell by itself. */
const askEvery = 20_000;

/**
 * Listens to what happens in a discussion while it is on a screen that somebody looks at. Where the server can't keep
 * a line open, it is asked now and then. Gives what ends it.
 */
export function watchDiscussion(root: Element, articleId: number, handlers: Handlers): () => void {
  const address = `/api/discussion/${articleId}`;
  let near = false;
  let asking = false;
  let line: EventSource | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  const ask = async () => {
    try {
      const response = await fetch(`${address}/newer`);
      if (response.ok) handlers.standing(((await response.json()) as { ids: number[] }).ids);
    } catch {
      // Asked again soon.
    }
  };

  const listen = () => {
    line = new EventSource(`${address}/events`);
    line.addEventListener('standing', (event) => handlers.standing(JSON.parse(event.data) as number[]));
    line.addEventListener('change', (event) => handlers.changed(JSON.parse(event.data) as Change));
    line.addEventListener('error', () => {
      // A line that broke is opened again by the browser; one that was refused is not.
      if (line?.readyState !== EventSource.CLOSED) return;
      line = null;
      asking = true;
      look();
    });
  };

  const look = () => {
    const wanted = near && document.visibilityState === 'visible';
    if (!wanted) {
      line?.close();
      line = null;
      clearInterval(timer);
      timer = undefined;
    } else if (asking) {
      if (timer === undefined) {
        void ask();
        timer = setInterval(() => void ask(), askEvery);
      }
    } else if (line === null) listen();
  };

  const observer = new IntersectionObserver((entries) => {
    near = entries.at(-1)?.isIntersecting ?? false;
    look();
  });
  observer.observe(root);
  document.addEventListener('visibilitychange', look);
  return () => {
    near = false;
    look();
    observer.disconnect();
    document.removeEventListener('visibilitychange', look);
  };
}
