import type { Presence } from '#features/newsroom/schema';
import { articlesDeskPath, signInPath } from '#lib/addresses';
import type { Format } from '#lib/format';
import type { NewsroomTexts } from '#messages/newsroom';
import type { Saver, SaveState } from './saver.ts';

type Props = {
  state: SaveState;
  saver: Saver;
  readOnly: boolean;
  presence: Presence | null;
  t: NewsroomTexts;
  format: Format;
};

/** How the text stands to the server's, and who else is here; screen readers hear of both when they change. */
export function SaveLine({ state, saver, readOnly, presence, t, format }: Props) {
  const waits = state.kind !== 'saved' && state.kind !== 'saving' && state.kind !== 'stale';
  return (
    <div className="save-line">
      <p role="status" className={`save-state is-${state.kind}`}>
        {readOnly ? t.readOnly : said(state, t, format)}
      </p>
      {!readOnly && state.kind === 'signed-out' && (
        <a href={signInPath(articlesDeskPath)} target="_blank" rel="noopener">
          {t.saveSignIn}
        </a>
      )}
      {!readOnly && waits && (
        <button type="button" className="desk-link" onClick={() => void saver.save()}>
          {t.saveNow}
        </button>
      )}
      <p role="status" className="save-others">
        {others(presence, saver.version, t)}
      </p>
    </div>
  );
}

function said(state: SaveState, t: NewsroomTexts, format: Format): string {
  switch (state.kind) {
    case 'saved':
      return t.saveSaved(format.time(state.at));
    case 'unsaved':
      return t.saveUnsaved;
    case 'saving':
      return t.saveSaving;
    case 'offline':
      return t.saveOffline;
    case 'signed-out':
      return t.saveSignedOut;
    case 'stale':
      return t.saveStale;
    case 'failed':
      return t.saveFailed(state.message);
  }
}

function others(presence: Presence | null, version: number, t: NewsroomTexts): string {
  if (!presence) return '';
  const here = presence.others.map(({ name, typing }) =>
    (typing ? t.presentTyping : t.presentOne)(name || t.staleSomebody),
  );
  if (presence.version > version) here.push(t.presentSaved(presence.savedBy ?? t.staleSomebody));
  return here.join(' ');
}
