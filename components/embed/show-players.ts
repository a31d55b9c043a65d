/** What the script says, with `{service}` and `{title}` where their names stand; `about` is the path of the page on it. */
export type PlayerWords = { frame: string; from: string; about: string; always: string; ask: string; close: string };

/**
 * Runs in the reader's browser, by itself: its source is put into the page, so it may use nothing but its arguments and
 * what a browser has. Starting it twice does nothing.
 *
 * A click on `.embed-open` puts the player of its figure in place, in an iframe as closed as the figure says. What the
 * reader always wants shown is kept in `localStorage`, and shown when it comes near the screen.
 */
export function showPlayers(words: PlayerWords): void {
  const root = document.documentElement;
  if (root.dataset.players !== undefined) return;
  root.dataset.players = '';
  const place = 'broadsheet-players';

  const remembered = (): string[] => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]');
      return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
    } catch {
      return [];
    }
  };
  const remember = (service: string, on: boolean): void => {
    const rest = remembered().filter((id) => id !== service);
    try {
      localStorage.setItem(place, JSON.stringify(on ? [...rest, service] : rest));
    } catch {
      // Private windows remember nothing; the players are shown all the same.
    }
  };
  const say = (sentence: string, figure: HTMLElement): string =>
    sentence.replace('{service}', figure.dataset.name ?? '').replace('{title}', figure.dataset.title ?? '');

  const button = (label: string, act: () => void): HTMLButtonElement => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = label;
    made.addEventListener('click', act);
    return made;
  };

  const show = (figure: HTMLElement, asked: boolean): void => {
    const { player, sandbox = '', allow = '', starts, ratio, height, service = '' } = figure.dataset;
    if (!player || figure.classList.contains('is-playing')) return;
    const address = new URL(player.replace('{host}', encodeURIComponent(location.hostname)));
    if (address.protocol !== 'https:' || address.origin === location.origin) return;
    if (asked && starts) {
      const [name = '', value = ''] = starts.split('=');
      address.searchParams.set(name, value);
    }
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', sandbox);
    frame.allow = allow;
    frame.title = say(words.frame, figure);
    frame.loading = 'lazy';
    frame.referrerPolicy = 'strict-origin-when-cross-origin';
    if (ratio) frame.style.aspectRatio = ratio;
    else frame.style.height = `${height ?? 420}px`;
    frame.src = address.href;

    const line = document.createElement('p');
    line.className = 'embed-line';
    const from = document.createElement('a');
    from.href = words.about;
    from.textContent = say(words.from, figure);
    const always = button('', () => {
      const on = !remembered().includes(service);
      remember(service, on);
      label();
      if (on) for (const each of document.querySelectorAll<HTMLElement>('figure.embed[data-player]')) watch(each);
    });
    const label = (): void => {
      always.textContent = say(remembered().includes(service) ? words.ask : words.always, figure);
    };
    label();
    const close = button(words.close, () => {
      frame.remove();
      line.remove();
      figure.classList.remove('is-playing');
      figure.querySelector<HTMLElement>('.embed-open')?.focus();
    });
    line.append(from, ' ', always, ' ', close);
    const stage = figure.querySelector('.embed-stage');
    if (figure.classList.contains('is-film') && stage) stage.append(frame);
    else figure.prepend(frame);
    const before = figure.querySelector('figcaption');
    if (before) before.before(line);
    else figure.append(line);
    figure.classList.add('is-playing');
    if (asked) frame.focus({ preventScroll: true });
  };

  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        if (remembered().includes((target as HTMLElement).dataset.service ?? '')) show(target as HTMLElement, false);
      }
    },
    { rootMargin: '200px' },
  );
  const watch = (figure: HTMLElement): void => {
    if (remembered().includes(figure.dataset.service ?? '')) near.observe(figure);
  };
  const watchAll = (): void => {
    for (const figure of document.querySelectorAll<HTMLElement>('figure.embed[data-player]')) watch(figure);
  };

  const opened = (event: Event): boolean => {
    const link = event.target instanceof Element ? event.target.closest('.embed-open') : null;
    const figure = link?.closest<HTMLElement>('figure.embed[data-player]');
    if (!figure) return false;
    event.preventDefault();
    show(figure, true);
    return true;
  };
  document.addEventListener('click', (event) => {
    // Another tab, another window: as with any link.
    if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) opened(event);
  });

  // Posts say how tall they are, each network in its own words; only a number is taken, and only from its own frame.
  addEventListener('message', (event) => {
    for (const frame of document.querySelectorAll<HTMLIFrameElement>('figure.embed[data-grows] > iframe')) {
      if (frame.contentWindow !== event.source) continue;
      const tall = heightIn(event.data, 0);
      if (tall !== null) frame.style.height = `${Math.min(Math.max(Math.ceil(tall), 120), 2000)}px`;
    }
  });
  const heightIn = (said: unknown, depth: number): number | null => {
    if (typeof said === 'string' && said.length < 5000 && depth < 2) {
      try {
        return heightIn(JSON.parse(said), depth + 1);
      } catch {
        return null;
      }
    }
    if (typeof said !== 'object' || said === null || depth > 5) return null;
    for (const [name, value] of Object.entries(said)) {
      const isResize = name === 'data' && /resize/i.test(String(Reflect.get(said, 'type')));
      if ((name === 'height' || isResize) && Number(value) > 0) return Number(value);
      const found = typeof value === 'object' ? heightIn(value, depth + 1) : null;
      if (found !== null) return found;
    }
    return null;
  };

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', watchAll);
  else watchAll();
  // Responses that come later.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        for (const figure of node.querySelectorAll<HTMLElement>('figure.embed[data-player]')) watch(figure);
      }
    }
  }).observe(document.body ?? root, { childList: true, subtree: true });
}
