import { findMediaAction, setFocusAction } from '#app/_actions/library';
import { embedPreviewAction, type SaveAnswer, saveArticleAction, searchArticlesAction } from '#app/_actions/newsroom';
import type { Focus } from '#features/media/schema';
import { longestBody, tooLong } from '#features/newsroom/schema';
import { editorTextsFor } from '#messages/editor';
import { newsroomTextsFor } from '#messages/newsroom';
import type { EditorServices } from '../editor/editor-services.ts';
import { sendMedia } from '../editor/send-media.ts';
import type { Draft } from './saver.ts';

/** Sends a text to be saved. One that is too large is refused here: it would be on its way for long, and then be refused. */
export async function send(id: number, { fields, body }: Draft, from: number): Promise<SaveAnswer> {
  const text = JSON.stringify(body);
  // Bytes, as the server counts them; most texts are so short that nobody has to count.
  if (text.length > longestBody / 3 && new Blob([text]).size > longestBody)
    return { status: 'failed', message: tooLong, signedOut: false };
  return saveArticleAction({ id, from, fields, body: text });
}

/** What the editor asks of this site. `focuses`: of the pictures that are known here; it is kept up to date. */
export function deskServices(language: string, focuses: Map<string, Focus>): EditorServices {
  const t = editorTextsFor(language);
  return {
    focuses,
    searchArticles: searchArticlesAction,
    previewEmbed: embedPreviewAction,
    upload: (file, progress) => sendMedia(file, progress, newsroomTextsFor(language).mediaFailed),
    async findMedia(asked) {
      const state = await findMediaAction(asked).catch(() => null);
      if (state?.status === 'done') return state.result;
      throw new Error(state?.status === 'failed' ? state.message : t.edPickFailed);
    },
    async setFocus(id, focus) {
      const state = await setFocusAction({ id, focus }).catch(() => null);
      if (state?.status !== 'done') return state?.status === 'failed' ? state.message : t.edFocusFailed;
      if (focus) focuses.set(id, focus);
      else focuses.delete(id);
      return null;
    },
  };
}
