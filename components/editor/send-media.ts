import type { Signed } from '../attachment/kept-files.ts';
import type { Picked } from './editor-services.ts';

/** Times that a broken upload goes on from where it stopped, and how long it waits before, in milliseconds. */
const waits = [1000, 3000, 8000];

/**
 * Sends a file to the library, by the path of all uploads. `progress` is given 0 to 100; rejects with an `Error` whose
 * message can be shown, `failed` where the site gave none.
 */
export async function sendMedia(file: File, progress: (percent: number) => void, failed: string): Promise<Picked> {
  // UploadThing's code comes with the first file.
  const { SendFailure, sendMediaFile } = await import('../attachment/send.ts');
  let signed: Signed | null = null;
  for (let attempt = 0; ; attempt++) {
    try {
      const { problem, view } = await sendMediaFile({
        file,
        signed,
        signal: new AbortController().signal,
        onSigned: (given) => {
          signed = given;
        },
        onProgress: (bytes) => progress(file.size > 0 ? Math.round((100 * bytes) / file.size) : 0),
      });
      if (view) return view;
      throw new Error(problem ?? failed);
    } catch (error) {
      if (!(error instanceof SendFailure)) throw error;
      const wait = waits[attempt];
      if (error.kind !== 'broken' || wait === undefined) throw new Error(error.message || failed);
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}
