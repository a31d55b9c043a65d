import { useEffect, useRef, useState } from 'react';
import type { LibraryKind, MediaView } from '#features/media/schema';
import type { FindMedia } from './editor-services.ts';

/** Milliseconds after the last key at which the library is asked. */
const askAfter = 200;

type Found = {
  files: MediaView[];
  more: boolean;
  page: number;
  state: 'asking' | 'found' | 'failed';
  problem: string;
};

/** The library as it is looked through: what fits the words, page by page; what was found stays until the next is there. */
export function useMedia(find: FindMedia, kind: LibraryKind | null, text: string) {
  const [found, setFound] = useState<Found>({ files: [], more: false, page: 0, state: 'asking', problem: '' });
  const asked = useRef(0);
  const ask = useRef(async (_page: number, _before: MediaView[]) => {});
  useEffect(() => {
    ask.current = async (page, before) => {
      const mine = ++asked.current;
      setFound((old) => ({ ...old, state: 'asking' }));
      try {
        const { files, more } = await find({ kind, text, page });
        if (mine !== asked.current) return;
        // Somebody may have added files meanwhile: none stands there twice.
        const known = new Set(before.map(({ fileId }) => fileId));
        const fresh = files.filter(({ fileId }) => !known.has(fileId));
        setFound({ files: [...before, ...fresh], more, page, state: 'found', problem: '' });
      } catch (error) {
        if (mine !== asked.current) return;
        const problem = error instanceof Error ? error.message : '';
        setFound((old) => ({ ...old, state: 'failed', problem }));
      }
    };
    const timer = setTimeout(() => void ask.current(1, []), text === '' ? 0 : askAfter);
    return () => {
      clearTimeout(timer);
      asked.current++;
    };
  }, [find, kind, text]);
  return {
    ...found,
    next: () => ask.current(found.page + 1, found.files),
    again: () => ask.current(Math.max(1, found.page), found.page > 1 ? found.files : []),
  };
}
