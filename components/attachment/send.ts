import { genUploader } from 'uploadthing/client';
import type { FileRoute } from 'uploadthing/types';
import type { AttachmentView } from '#features/attachments/schema';
import type { MediaView } from '#features/media/schema';
import type { Signed } from './kept-files.ts';

/** What the site said of a file once all of it was there. */
export type Sent = { id: string; problem: string | null; view: AttachmentView | null };

/**
 * `refused`: the site does not take it, and says why. `expired`: its signed address is no longer good. `signed-out`.
 * `broken`: on the way there; trying again may help. `later`: not before something there has changed.
 */
type FailureKind = 'refused' | 'expired' | 'signed-out' | 'broken' | 'later';

export class SendFailure extends Error {
  readonly kind: FailureKind;
  constructor(kind: FailureKind, message = '') {
    super(message);
    this.kind = kind;
  }
}

/** The route at `/api/uploadthing`, as far as the browser has to do with it. */
type Routes = {
  attachment: FileRoute<{ input: { articleId: number }; output: Sent; errorShape: unknown }>;
  media: FileRoute<{ input: undefined; output: SentMedia; errorShape: unknown }>;
};

/** What the site said of a file for articles. */
export type SentMedia = { problem: string | null; view: MediaView | null };

type Options = {
  file: File;
  /** From an earlier attempt: it goes on where that one stopped. */
  signed: Signed | null;
  signal: AbortSignal;
  onSigned(signed: Signed): void;
  /** Bytes that are there. */
  onProgress(bytes: number): void;
};

/** A connection over which nothing moves for so long is a broken one. */
const stalledAfter = 45_000;

const sentenceIn = (answer: unknown): string => {
  const said = answer as { error?: unknown; message?: unknown } | null;
  for (const words of [said?.error, said?.message]) if (typeof words === 'string') return words;
  return '';
};

/** What a status of the signed address means for the file; `asking`: at the route that signs it. */
function failureOf(status: number, answer: unknown, asking: boolean): SendFailure {
  const words = sentenceIn(answer);
  if (asking && status === 401) return new SendFailure('signed-out');
  if (!asking && [401, 403, 404, 410].includes(status)) return new SendFailure('expired', words);
  // Somebody else sends it at the moment, or what is there is not what we thought: looked at again.
  const passing = status >= 500 || status === 0 || [408, 409, 416, 425, 499].includes(status);
  return new SendFailure(status === 507 || status === 429 ? 'later' : passing ? 'broken' : 'refused', words);
}

/** UploadThing's error names the status in its message alone. */
function failureFrom(error: unknown): SendFailure {
  if (error instanceof SendFailure) return error;
  const { message = '', data } = error as { message?: string; data?: unknown };
  const status = Number(/^XHR failed (\d+)/.exec(message)?.[1] ?? 0);
  return failureOf(status, data, false);
}

/** Sends one file of a response; see `send`. */
export async function sendFile({ articleId, ...options }: Options & { articleId: number }): Promise<Sent> {
  const sent = await send<Sent>(options, 'attachment', { articleId });
  if (!sent?.id) throw new SendFailure('broken');
  return sent;
}

/** Sends one file for articles; see `send`. */
export async function sendMediaFile(options: Options): Promise<SentMedia> {
  const sent = await send<SentMedia>(options, 'media');
  if (!sent) throw new SendFailure('broken');
  return sent;
}

/**
 * Sends one file by UploadThing's own code. A signed address from before takes the place of the request for one, so that
 * it asks there how much has arrived, and sends the rest. Throws a `SendFailure`; where `signal` ended it, its reason.
 */
async function send<T>(options: Options, slug: keyof Routes, input?: { articleId: number }): Promise<T | undefined> {
  const { file, signed, signal, onSigned, onProgress } = options;
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener('abort', end);
  let failure: SendFailure | null = null;
  let watch: ReturnType<typeof setTimeout> | undefined;
  const moving = () => {
    clearTimeout(watch);
    watch = setTimeout(() => give(new SendFailure('broken')), stalledAfter);
  };
  /** Ends the attempt from within; the uploader's own way would print each to the console. */
  const give = (why: SendFailure): Promise<never> => {
    failure = why;
    ending.abort();
    return new Promise(() => {});
  };

  const ask = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const asking = init?.method === 'POST';
    if (asking && signed) return Response.json([signed]);
    let answer: Response;
    try {
      answer = await fetch(input, init);
    } catch {
      return give(new SendFailure('broken'));
    }
    if (!answer.ok) return give(failureOf(answer.status, await answer.json().catch(() => null), asking));
    if (asking) {
      const [first] = (await answer.clone().json()) as Signed[];
      if (first) onSigned(first);
    }
    return answer;
  };

  try {
    moving();
    const uploader = genUploader<Routes>({ url: `${location.origin}/api/uploadthing`, fetch: ask as typeof fetch });
    // Of the types of both routes, those of one: what they take and give the two functions above say.
    const [done] = await uploader.uploadFiles(slug as 'attachment', {
      files: [file],
      input: input as { articleId: number },
      signal: ending.signal,
      onUploadProgress: ({ loaded }) => {
        // The form around the file is counted too.
        onProgress(Math.min(file.size, loaded));
        if (loaded < file.size) moving();
        else clearTimeout(watch);
      },
    });
    return done?.serverData as T | undefined;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw failure ?? failureFrom(error);
  } finally {
    clearTimeout(watch);
    signal.removeEventListener('abort', end);
  }
}
