import { type RefObject, useCallback, useEffect, useState } from 'react';
import { getMineAction, type Mine, type Rendered, showResponsesAction } from '#app/_actions/responses';
import type { DiscussionTexts } from '#messages/discussion';
import { embedTextsFor } from '#messages/players';
import { playerWords } from '../embed/player-words.ts';
import { showPlayers } from '../embed/show-players.ts';
import { isSignedIn } from './calling.ts';
import { watchDiscussion } from './live.ts';
import { articleOf, dress, goTo, idOf, putResponse, shownIds, takeAway, wake } from './thread-dom.ts';

type Options = {
  root: RefObject<HTMLElement | null>;
  /** The list above the threads, for what came after them. */
  fresh: RefObject<HTMLElement | null>;
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
export function useThread({ root, fresh, articleId, newest, depth, t }: Options) {
  const [mine, setMine] = useState<Mine | null>(null);
  const [waiting, setWaiting] = useState<number[]>([]);

  /** Puts rendered responses where they belong; one that is there already is replaced by its new self. The reader is taken to `to`. */
  const place = useCallback(
    (responses: Rendered[], to?: number) => {
      const top = fresh.current;
      if (!top) return;
      for (const response of responses) putResponse(response, { top, deepest: depth });
      // The page may have come without any.
      if (document.querySelector('[data-player]')) {
        showPlayers(playerWords(embedTextsFor(document.documentElement.lang)));
      }
      const placed = new Set(responses.map(({ id }) => id));
      setWaiting((before) => before.filter((id) => !placed.has(id)));
      if (to !== undefined) goTo(to);
    },
    [fresh, depth],
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

  return { mine, setMine, place, refresh, waiting, showWaiting };
}
