import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ByteRange } from '#lib/storage';

/** Bytes that are read and sent at a time. */
const size = 1 << 18;
/** Buffers that are kept for the next file. */
const mostKept = 32;
const kept: Buffer[] = [];

/**
 * Sends bytes of an open file as the body of an answer, and closes it. Buffers are used again once the kernel has them:
 * a stream makes a new one for each piece, and to clear those away costs more than to send them.
 */
export async function sendFile(response: ServerResponse, file: FileHandle, { start, end }: ByteRange): Promise<void> {
  const buffer = kept.pop() ?? Buffer.allocUnsafeSlow(size);
  try {
    for (let at = start; at <= end && !response.destroyed; ) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(size, end + 1 - at), at);
      // Shorter than it was: the promised length can't be kept.
      if (bytesRead === 0) {
        response.destroy();
        return;
      }
      at += bytesRead;
      await written(response, buffer.subarray(0, bytesRead), at > end);
    }
    if (!response.writableEnded) response.end();
  } finally {
    // One that an answer that broke may still hold is not used again.
    if (!response.destroyed && kept.length < mostKept) kept.push(buffer);
    await file.close();
  }
}

/** Resolves when the kernel has the bytes, or nobody is there to have them. */
const written = (response: ServerResponse, bytes: Buffer, last: boolean): Promise<void> =>
  new Promise((done) => {
    if (response.destroyed) {
      done();
      return;
    }
    const finish = () => {
      response.off('close', finish);
      done();
    };
    response.once('close', finish);
    if (last) response.end(bytes, finish);
    else response.write(bytes, finish);
  });

/** All bytes of an open file, which is closed where they can't be read. */
export async function wholeOf(file: FileHandle, bytes: number): Promise<Buffer> {
  try {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Whether an answer may begin. One of several requests that were sent at once waits until those before it are answered:
 * what it opened would stay open for as long as they take. False where nobody is there any more.
 */
export async function inItsTurn(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (response.socket === null && !response.destroyed && !request.destroyed) {
    await new Promise<void>((done) => {
      const go = () => {
        response.off('socket', go);
        request.off('close', go);
        done();
      };
      response.once('socket', go);
      request.once('close', go);
    });
  }
  return response.socket !== null && !response.destroyed;
}
