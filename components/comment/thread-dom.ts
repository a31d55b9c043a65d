import { responseAnchor } from '#lib/addresses';
import type { DiscussionTexts } from '#messages/discussion';

/*
 * The threads of a page as the browser has them: HTML that React does not know, from the server with the page, with what
 * came later, and with further pages of the thread. What changes in them is changed here.
 */

export const articleOf = (id: number): HTMLElement | null => document.getElementById(responseAnchor(id));

export const idOf = (article: Element | null): number => Number(article?.getAttribute('data-id') ?? 0);

/** The ids of the responses that stand in the page. */
export const shownIds = (root: Element): number[] =>
  [...root.querySelectorAll('article.response:not(.is-taken-back)')].map(idOf);

/** The place of a reply: a list item under its parent, made for it. Null where the parent is not in the page. */
function placeUnder(parentId: number | null, deepest: number): HTMLElement | null {
  const item = parentId === null ? null : (articleOf(parentId)?.closest('li') ?? null);
  if (!item) return null;
  // Below the deepest step all stand in one list.
  let list = item.closest<HTMLElement>('ol.is-deep') ?? item.querySelector<HTMLElement>(':scope > ol');
  if (!list) {
    let depth = 1;
    for (let up = item.parentElement?.closest('ol'); up; up = up.parentElement?.closest('ol')) depth++;
    list = document.createElement('ol');
    list.className = depth >= deepest ? 'replies is-deep' : 'replies';
    item.append(list);
  }
  const place = document.createElement('li');
  list.append(place);
  return place;
}

/** Puts a response in its place: for its former self, under what it answers, or else first in `top`. */
export function putResponse(
  { id, parentId, html }: { id: number; parentId: number | null; html: string },
  { top, deepest }: { top: Element; deepest: number },
): void {
  const old = articleOf(id);
  if (old) {
    old.outerHTML = html;
    return;
  }
  const place = placeUnder(parentId, deepest) ?? document.createElement('li');
  place.innerHTML = html;
  if (!place.isConnected) top.prepend(place);
}

/** A response that is gone: without a trace, or as a line where somebody replied. */
export function takeAway(id: number, line: string): void {
  const article = articleOf(id);
  const item = article?.closest('li');
  if (!article || !item) return;
  if (item.querySelector(':scope > ol > li')) {
    const words = document.createElement('p');
    words.className = 'response-gone';
    words.textContent = line;
    article.className = 'response is-taken-back';
    article.removeAttribute('data-user');
    article.replaceChildren(words);
  } else item.remove();
}

/** Shows what the reader liked, and folds away whom they muted. May run again over the same responses. */
export function dress(root: Element, mine: { liked: number[]; muted: string[] }, t: DiscussionTexts): void {
  const liked = new Set(mine.liked);
  const muted = new Set(mine.muted);
  for (const article of root.querySelectorAll<HTMLElement>('article.response')) {
    showLiked(article, liked.has(idOf(article)));
    const isMuted = muted.has(article.dataset.user ?? '');
    const line = article.querySelector('.response-muted');
    if (isMuted && !line) {
      article.classList.add('is-muted');
      const words = document.createElement('p');
      words.className = 'response-muted';
      words.append(`${t.muted(article.dataset.name ?? '')} `);
      const show = document.createElement('button');
      show.type = 'button';
      show.className = 'link';
      show.dataset.act = 'show-muted';
      show.textContent = t.mutedShow;
      words.append(show);
      article.querySelector('.response-head')?.after(words);
    } else if (!isMuted && line) {
      line.remove();
      article.classList.remove('is-muted');
    }
  }
}

/** Links that act in place say so, and whether they are on. */
export function wake(root: Element): void {
  for (const link of root.querySelectorAll('a[data-act]:not([role])')) link.setAttribute('role', 'button');
}

export function showLiked(article: Element, on: boolean, likes?: string): void {
  const link = article.querySelector('[data-act="like"]');
  link?.setAttribute('aria-pressed', String(on));
  const count = link?.querySelector('.response-likes');
  if (count && likes !== undefined) count.textContent = likes;
}

/** Adds the threads of a further page, those that are not there yet; gives how many, and the address of the next. */
export function appendPage(root: Element, html: string): { added: HTMLElement[]; next: string | null } {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const list = root.querySelector('ol.thread:not(.is-fresh)');
  const known = new Set(shownIds(root));
  const added: HTMLElement[] = [];
  for (const item of page.querySelectorAll<HTMLElement>('.responses ol.thread:not(.is-fresh) > li')) {
    const isHeading = item.matches('.thread-apart');
    if (isHeading ? list?.querySelector('.thread-apart') : known.has(idOf(item.querySelector('article.response'))))
      continue;
    const own = document.importNode(item, true);
    list?.append(own);
    if (!isHeading) added.push(own);
  }
  return { added, next: page.querySelector('.responses a[data-act="pages"]')?.getAttribute('href') ?? null };
}

/** What the reader has selected inside one response, as plain text; null where it is nothing or more than that. */
export function selectedIn(): { id: number; text: string } | null {
  const selection = getSelection();
  const text = selection?.toString().trim() ?? '';
  if (!selection || text === '' || selection.rangeCount === 0) return null;
  const within = selection.getRangeAt(0).commonAncestorContainer;
  const element = within instanceof Element ? within : within.parentElement;
  const article = element?.closest('.response-body')?.closest('article.response');
  return article ? { id: idOf(article), text } : null;
}

/** A passage as a quote in Markdown, with room to write under it. */
export const quoted = (text: string): string =>
  `${text
    .trim()
    .split(/\n+/)
    .map((line) => `> ${line.trim()}`)
    .join('\n>\n')}\n\n`;

/** How many likes stand beside a response. */
export const likesOf = (article: Element): number =>
  Number(article.querySelector('.response-likes')?.textContent?.replace(/\D/g, '') || 0);

/** Brings a response onto the screen, marks it, and takes the keyboard along. */
export function goTo(id: number): void {
  const article = articleOf(id);
  if (!article) return;
  for (const marked of document.querySelectorAll('.response.is-new')) marked.classList.remove('is-new');
  article.setAttribute('tabindex', '-1');
  article.classList.add('is-new');
  article.focus({ preventScroll: true });
  article.scrollIntoView({ block: 'nearest' });
}
