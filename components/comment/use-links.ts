import { type RefObject, useEffect } from 'react';
import { likeResponseAction } from '#app/_actions/responses';
import type { DiscussionTexts } from '#messages/discussion';
import { isSignedIn, liveForm, sentenceFor } from './calling.ts';
import { appendPage, idOf, likesOf, showLiked, wake } from './thread-dom.ts';
import type { Opened } from './use-opened.ts';

type Options = {
  root: RefObject<HTMLElement | null>;
  language: string;
  t: DiscussionTexts;
  say(words: string): void;
  open(kind: Opened['kind'], opener: HTMLElement): void;
  close(): void;
  /** A like that holds. */
  onLiked(id: number, on: boolean): void;
  /** More of the thread is in the page. */
  onMore(): void;
};

/**
 * Answers to the links of the threads in place of the pages they lead to. By delegation, so that it is the same for what
 * the server rendered, for what came later, and for further pages of the thread.
 */
export function useLinks({ root, language, t, say, open, close, onLiked, onMore }: Options): void {
  useEffect(() => {
    const section = root.current;
    if (!section) return;
    const format = (value: number) => new Intl.NumberFormat(language).format(value);

    const like = async (article: HTMLElement, link: HTMLElement) => {
      if (!isSignedIn()) return open('sign-in', link);
      const id = idOf(article);
      const on = link.getAttribute('aria-pressed') !== 'true';
      const before = likesOf(article);
      const show = (liked: boolean, likes: number) => showLiked(article, liked, likes > 0 ? format(likes) : '');
      show(on, before + (on ? 1 : -1));
      try {
        const state = await likeResponseAction({ status: 'idle' }, liveForm({ id, on }));
        if (state.status === 'done') {
          show(on, state.result.likes);
          onLiked(id, on);
        } else {
          show(!on, before);
          if (state.status === 'failed') say(state.message);
        }
      } catch (error) {
        show(!on, before);
        say(sentenceFor(error, t));
      }
    };

    const showPage = async (link: HTMLAnchorElement) => {
      if (link.getAttribute('aria-busy') === 'true') return;
      link.setAttribute('aria-busy', 'true');
      say(t.showingMore);
      try {
        const response = await fetch(link.href);
        if (!response.ok) throw new Error();
        const { added, next } = appendPage(section, await response.text());
        wake(section);
        onMore();
        say(t.moreShown(added.length, format(added.length)));
        if (next) link.href = next;
        else {
          // The way on is gone; the keyboard goes on where the new ones begin.
          const first = added[0]?.querySelector<HTMLElement>('article');
          first?.setAttribute('tabindex', '-1');
          first?.focus({ preventScroll: true });
          link.closest('nav')?.setAttribute('hidden', '');
        }
      } catch {
        say(t.moreFailed);
      } finally {
        link.removeAttribute('aria-busy');
      }
    };

    const showLarge = async (link: HTMLAnchorElement) => {
      try {
        const { openLightbox } = await import('../attachment/lightbox.ts');
        openLightbox(link, language);
      } catch {
        location.assign(link.href);
      }
    };

    const act = (event: Event, target: HTMLElement) => {
      const article = target.closest<HTMLElement>('article.response');
      const kind = target.dataset.act;
      if (kind === 'enlarge') void showLarge(target as HTMLAnchorElement);
      else if (kind === 'pages') void showPage(target as HTMLAnchorElement);
      else if (!article) return;
      else if (kind === 'like') void like(article, target);
      else if (kind === 'show-muted') article.classList.remove('is-muted');
      else if (kind !== 'reply' && kind !== 'more') return;
      else if (target.getAttribute('aria-expanded') === 'true') close();
      else open(kind, target);
      event.preventDefault();
    };
    const find = (event: Event) => (event.target as Element).closest<HTMLElement>('[data-act]');
    const click = (event: MouseEvent) => {
      const target = find(event);
      // Another tab, another window: as with any link.
      if (target && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) act(event, target);
    };
    const key = (event: KeyboardEvent) => {
      const target = find(event);
      if (event.key === ' ' && target?.getAttribute('role') === 'button') act(event, target);
    };
    section.addEventListener('click', click);
    section.addEventListener('keydown', key);
    return () => {
      section.removeEventListener('click', click);
      section.removeEventListener('keydown', key);
    };
  }, [root, language, t, say, open, close, onLiked, onMore]);
}
