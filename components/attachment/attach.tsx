'use client';

import {
  type ClipboardEvent as ReactClipboardEvent,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import type { AttachmentView, ChosenAttachment } from '#features/attachments/schema';
import { somethingKept } from './kept-files.ts';
import type { Attach as AttachProps } from './limits.ts';
import type { Uploads } from './uploads.ts';

/** What a form asks of its files. */
export type Files = {
  /**
   * What goes along, once it is there; undefined: nothing was ever chosen. Or the sentence that says what is missing, or
   * null: `stop` was called.
   */
  gather(
    onWaiting: (count: number) => void,
    stop: AbortSignal,
  ): Promise<{ chosen: ChosenAttachment[] | undefined } | { problem: string } | null>;
  /** Files that came with what was pasted; true: there were some. */
  paste(event: ReactClipboardEvent): boolean;
  /** They are posted. */
  clear(): void;
};

type Props = {
  attach: AttachProps;
  files: Ref<Files>;
  articleId: number;
  /** Names what is written, as for its draft. */
  about: string;
  language: string;
  signInAddress: string;
  /** What stands with the response that is changed. */
  posted?: AttachmentView[] | undefined;
  /** Something was chosen, described, moved or removed. */
  onChange(): void;
};

type Loaded = { List: typeof import('./upload-list.tsx').UploadList; uploads: Uploads };

const nothing: AttachmentView[] = [];

const signedIn = (): boolean => document.documentElement.dataset.signedIn !== undefined;
const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** What was dropped; a folder comes as an empty file without an end to its name. */
const droppedFiles = (transfer: DataTransfer): File[] =>
  [...transfer.items].flatMap((item) => {
    const file = item.kind === 'file' ? item.getAsFile() : null;
    if (!file) return [];
    return item.webkitGetAsEntry?.()?.isDirectory ? [new File([], `${file.name}/`)] : [file];
  });

/**
 * The line under a form that says which files may come along, and takes them: chosen, dropped on the form or pasted. All
 * that handles them is fetched when the first one comes.
 */
export function Attach({
  attach,
  files,
  articleId,
  about,
  language,
  signInAddress,
  posted = nothing,
  onChange,
}: Props) {
  const { limits, sentence, words } = attach;
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const loading = useRef<Promise<Loaded> | null>(null);
  const [problem, setProblem] = useState('');
  const changed = useRef(onChange);
  changed.current = onChange;

  const load = useCallback(() => {
    loading.current ??= import('./upload-list.tsx').then(({ UploadList, makeUploads }) => {
      const uploads = makeUploads({ about, articleId, limits, language, posted });
      const made = { List: UploadList, uploads };
      setLoaded(made);
      return made;
    });
    // Tried again by the next file.
    loading.current.catch(() => {
      loading.current = null;
    });
    return loading.current;
  }, [about, articleId, limits, language, posted]);

  const add = useCallback(
    async (chosen: File[]) => {
      if (chosen.length === 0) return;
      if (!signedIn()) {
        setProblem(`${words.signIn}.`);
        return;
      }
      setProblem('');
      try {
        const { uploads } = await load();
        uploads.add(chosen);
        changed.current();
      } catch {
        setProblem(words.notLoaded);
      }
    },
    [load, words],
  );

  // What an earlier page left, and what stands with the response already.
  useEffect(() => {
    if (!signedIn() || (posted.length === 0 && !somethingKept(about))) return;
    load()
      .then(({ uploads }) => uploads.restore())
      .catch(() => {});
  }, [about, posted, load]);

  useEffect(() => () => loaded?.uploads.end(), [loaded]);

  // The whole form is where files can be dropped.
  useEffect(() => {
    const form = place.current?.closest('form');
    if (!form) return;
    const show = (on: boolean) => form.classList.toggle('is-drop', on);
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      show(true);
    };
    const leave = (event: DragEvent) => {
      if (!form.contains(event.relatedTarget as Node | null)) show(false);
    };
    const drop = (event: DragEvent) => {
      show(false);
      if (!event.dataTransfer || !carriesFiles(event)) return;
      event.preventDefault();
      void add(droppedFiles(event.dataTransfer));
    };
    form.addEventListener('dragover', over);
    form.addEventListener('dragleave', leave);
    form.addEventListener('drop', drop);
    return () => {
      form.removeEventListener('dragover', over);
      form.removeEventListener('dragleave', leave);
      form.removeEventListener('drop', drop);
    };
  }, [add]);

  useImperativeHandle(
    files,
    () => ({
      async gather(onWaiting, stop) {
        const made = await loading.current?.catch(() => null);
        return made ? made.uploads.gather(onWaiting, stop) : { chosen: undefined };
      },
      paste(event) {
        const pasted = [...event.clipboardData.files];
        // Words from an office program bring a picture of themselves along.
        if (pasted.length === 0 || event.clipboardData.getData('text/plain') !== '') return false;
        void add(pasted);
        return true;
      },
      clear: () => loaded?.uploads.clear(),
    }),
    [add, loaded],
  );

  return (
    <div ref={place} className="attach">
      <p id={`${id}-limits`} className="respond-hint">
        {sentence}
      </p>
      <p className="respond-hint attach-plain">{words.needScript}</p>
      <p className="attach-add">
        <span className="when-signed-in">
          <label className="attach-button">
            {words.add}
            <input
              type="file"
              multiple={limits.maxFiles > 1}
              ref={(input) => {
                // Not in the page: only who can choose files has to have it.
                if (input) input.accept = acceptOf(limits.endings);
              }}
              aria-describedby={`${id}-limits`}
              onChange={(event) => {
                void add([...(event.currentTarget.files ?? [])]);
                // The same file can be chosen again.
                event.currentTarget.value = '';
              }}
            />
          </label>
        </span>
        <span className="when-signed-out">
          <a href={signInAddress}>{words.signIn}</a>
        </span>
      </p>
      <p className="attach-problem" role="alert">
        {problem}
      </p>
      {loaded && <loaded.List uploads={loaded.uploads} language={language} onChange={() => changed.current()} />}
      <p className="attach-drop" aria-hidden="true">
        {words.drop}
      </p>
    </div>
  );
}

/** With whole classes of types, phones offer their camera. */
function acceptOf(endings: AttachProps['limits']['endings']): string {
  const wild = ['image', 'audio', 'video'].filter((kind) => kind in endings).map((kind) => `${kind}/*`);
  const named = Object.values(endings).flatMap((list) => list.split(' ').map((ending) => `.${ending}`));
  return [...wild, ...named].join(',');
}
