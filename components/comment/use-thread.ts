import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { getMineAction, type Mine, type Rendered, showResponsesAction } from '#app/_actions/responses';
import type { DiscussionTexts } from '#messages/discussion';
import { isSignedIn } from './calling.ts';
import { watchDiscussion } from './live.ts';
import { articleOf, dress, goTo, idOf, insteadOf, placeUnder, shownIds, takeAway, wake } from './thread-dom.ts';

/** A response that came after the page: under its parent, or (`host` null) at the top. */
export type Arrived = Rendered & { host: HTMLElement | null };

type Options = {
  root: RefObject<HTMLElement | null>;
  articleId: number;
  /** The newest response when the page was made: whatever has a larger id came later. */
  newest: number;
  /** How deep replies are indented. */
  depth: number;
  t: DiscussionTexts;
};

/** As many as the server renders in one answer. */
const mostAtOnce = 50;

/** What the threads of a page have beyond what the server rendered: what is one's own, and what came and went since. */
export function useThread({ root, articleId, newest, depth, t }: Options) {
  const [mine, setMine] = useState<Mine | null>(null);
  const [arrived, setArrived] = useState<Arrived[]>([]);
  const [waiting, setWaiting] = useState<number[]>([]);

  /** Where those that arrived stand. */
  const hosts = useRef(new Map<number, HTMLElement | null>());

  /** Where the reader is to be taken, as soon as it is in the page. */
  const going = useRef<number | null>(null);

  /** Puts rendered responses where they belong; one that is there already is replaced by its new self. The reader is taken to `to`. */
  const place = useCallback(
    (responses: Rendered[], to?: number) => {
      if (to !== undefined) going.current = to;
      const placed = responses.map((response) => {
        let host = hosts.current.get(response.id);
        if (host === undefined) {
          const old = articleOf(response.id);
          host = old ? insteadOf(old) : placeUnder(response.parentId, depth);
          hosts.current.set(response.id, host);
        }
        return { ...response, host };
      });
      const news = new Map(placed.map((response) => [response.id, response]));
      setArrived((before) => [
        ...placed.filter(({ id }) => !before.some((known) => known.id === id)),
        ...before.map((known) => news.get(known.id) ?? known),
      ]);
      setWaiting((before) => before.filter((id) => !news.has(id)));
    },
    [depth],
  );

  const refresh = useCallback(async () => {
    if (!isSignedIn()) return;
    try {
      const state = await getMineAction(articleId);
      if (state.status !== 'done' || !state.result) return;
      setMine(state.result);
      place(state.result.held.filter((response) => !articleOf(response.id)));
    } catch {
      // The page reads the same without it.
    }
  }, [articleId, place]);

  useEffect(() => {
    void refresh();
  }, [refresh]);

  // After every change: what is there may have come just now.
  useEffect(() => {
    if (!root.current) return;
    wake(root.current);
    if (mine) dress(root.current, mine, t);
    if (going.current !== null && goTo(going.current)) going.current = null;
  });

  useEffect(() => {
    const section = root.current;
    if (!section) return;
    let standing: Set<number> | null = null;
    const come = (ids: number[]) => {
      const there = new Set(shownIds(section));
      setWaiting((before) => [...new Set([...before, ...ids])].filter((id) => !there.has(id)));
    };
    const go = (ids: number[]) => {
      const gone = new Set(ids);
      for (const id of ids) takeAway(id, t.goneNow);
      setWaiting((before) => before.filter((id) => !gone.has(id)));
    };
    return watchDiscussion(section, articleId, {
      standing(ids) {
        const now = new Set(ids);
        const before = standing;
        standing = now;
        come(ids.filter((id) => (before ? !before.has(id) : id > newest)));
        // One's own that wait are public nowhere, and stay.
        const notes = [...section.querySelectorAll('.response-note')];
        const own = new Set(notes.map((note) => idOf(note.closest('article'))));
        go(shownIds(section).filter((id) => !now.has(id) && !own.has(id)));
      },
      changed({ added, gone }) {
        for (const { id } of added) standing?.add(id);
        for (const id of gone) standing?.delete(id);
        come(added.map(({ id }) => id));
        go(gone);
      },
    });
  }, [root, articleId, newest, t]);

  /** Shows what has been announced, and goes there. */
  const showWaiting = async () => {
    const ids = waiting.slice(0, mostAtOnce);
    const state = await showResponsesAction(ids);
    if (state.status === 'failed') throw new Error(state.message);
    if (state.status !== 'done') return;
    setWaiting((before) => before.filter((id) => !ids.includes(id)));
    place(
      state.result.filter((response) => !articleOf(response.id)),
      state.result[0]?.id,
    );
  };

  return { mine, setMine, arrived, place, refresh, waiting, showWaiting };
}
