/**
 * Runs in the reader's browser, by itself: its source is put into the page, so it may use nothing but its arguments and
 * what a browser has. A page is paper until somebody takes part, and counting a reader must not be what fetches React.
 *
 * Tells the server once that the article has been on a screen somebody looks at for a second; whether that is a hit is
 * for the server to say. The live total then takes the place of the one in the page.
 */
export function countHit(action: string, articleId: number, language: string): void {
  const number = document.querySelector('.hits-number');
  const article = number?.closest('article');
  if (!number || !article) return;
  let near = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const count = async (): Promise<void> => {
    const referrer = URL.canParse(document.referrer) ? new URL(document.referrer).host : '';
    // A server action, called as Next's own client calls it.
    const answer = await fetch(location.pathname, {
      method: 'POST',
      headers: { 'next-action': action, accept: 'text/x-component', 'content-type': 'text/plain;charset=UTF-8' },
      body: JSON.stringify([articleId, referrer]),
    });
    const total = /^1:(\d+)$/m.exec(await answer.text())?.[1];
    if (total !== undefined) number.textContent = new Intl.NumberFormat(language).format(Number(total));
  };

  const look = (): void => {
    clearTimeout(timer);
    const prerendering = 'prerendering' in document && document.prerendering === true;
    if (!near || document.visibilityState !== 'visible' || prerendering) return;
    timer = setTimeout(() => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', look);
      document.removeEventListener('prerenderingchange', look);
      // A reader who is offline by now was no hit.
      count().catch(() => {});
    }, 1000);
  };

  const observer = new IntersectionObserver((entries) => {
    near = entries.at(-1)?.isIntersecting ?? false;
    look();
  });
  observer.observe(article);
  document.addEventListener('visibilitychange', look);
  document.addEventListener('prerenderingchange', look);
}
