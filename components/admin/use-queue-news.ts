'use client';

import { useEffect, useRef, useState } from 'react';
import type { QueueNews, QueueTab } from '#features/moderation/schema';

/** Milliseconds between two questions, while somebody looks. */
const every = 3_000;

type Entry = QueueNews['entries'][number];

/** What colleagues decide and what comes in meanwhile; asked for while the page is in view and nothing is being sent. */
export function useQueueNews({
  tab,
  mark,
  items,
  pause,
}: {
  tab: QueueTab;
  mark: string;
  items: readonly { id: number; seen: string }[];
  pause: boolean;
}): { counts: QueueNews['counts'] | null; fresh: number; entries: ReadonlyMap<number, Entry> } {
  const [news, setNews] = useState<{ of: typeof items; news: QueueNews } | null>(null);
  const ids = items.map(({ id }) => id).join(',');
  const now = useRef(items);
  useEffect(() => {
    now.current = items;
  }, [items]);

  useEffect(() => {
    if (pause) return;
    const ended = new AbortController();
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      const of = now.current;
      try {
        const query = new URLSearchParams({ tab, mark, ids });
        const answer = await fetch(`/admin/moderation/news?${query}`, { signal: ended.signal });
        if (answer.ok) setNews({ of, news: (await answer.json()) as QueueNews });
      } catch {
        // Offline, or on to another page: the next question may be answered.
      }
    };
    const timer = setInterval(ask, every);
    document.addEventListener('visibilitychange', ask);
    return () => {
      ended.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [tab, mark, ids, pause]);

  // News of other items than those that stand here are older than the page.
  if (news === null || news.of !== items) return { counts: null, fresh: 0, entries: new Map() };
  return {
    counts: news.news.counts,
    fresh: news.news.fresh,
    entries: new Map(news.news.entries.map((entry) => [entry.id, entry])),
  };
}
