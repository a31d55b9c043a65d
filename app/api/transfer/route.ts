import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { currentActor } from '#app/_actions/actor';
import { isSameOrigin, seeOther } from '#app/_session/same-origin';
import { takeUpload } from '#features/transfer/commands';
import { UploadError, type UploadProblem } from '#features/transfer/schema';
import { transferPath } from '#lib/addresses';
import { PersonError } from '#lib/errors';
import { readMultipartFile } from '#lib/multipart-file';
import { freeBytes } from '#lib/upload-shelf';

/**
 * Takes a posted form whose one field is the file of an import. The file goes to the disk as it comes. Scripts, which
 * ask for JSON, get the sentence; a plain form is led back to its page, which says it.
 */
export async function POST(request: Request): Promise<Response> {
  const wantsJson = request.headers.get('accept') === 'application/json';
  const refuse = (status: number, message: string, why?: UploadProblem) =>
    wantsJson
      ? Response.json({ message }, { status, headers })
      : why && why !== 'origin'
        ? seeOther(`${transferPath}?problem=${why}#import`)
        : new Response(`${message}\n`, {
            status,
            headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
          });
  try {
    if (!isSameOrigin(request)) throw new UploadError('origin', 'refused');
    const actor = await currentActor();
    const contentType = request.headers.get('content-type') ?? '';
    const body = Readable.fromWeb((request.body ?? emptyBody()) as WebStream<Uint8Array>);
    await takeUpload({ actor, open: () => readMultipartFile(body, contentType), free: freeBytes });
    return wantsJson ? Response.json({ ok: true }, { headers }) : seeOther(`${transferPath}#list`);
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    const status = { refused: 403, conflict: 409, unavailable: 507 }[error.code as string] ?? 400;
    return refuse(status, error.message, error instanceof UploadError ? error.why : undefined);
  }
}

const headers = { 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff' };

const emptyBody = () => new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
