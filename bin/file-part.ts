import type { IncomingMessage } from 'node:http';

/** A body that is not what was announced: nothing of it counts. */
class BadBody extends Error {}

export const isBadBody = (error: unknown): boolean => error instanceof BadBody;

/** Longest head of a part, in bytes. */
const longestHead = 16_384;

/**
 * The bytes of the one file in a multipart form, as they come. `bytes` says how many there are to be, so no byte of them
 * is looked at; what stands before and after them is. Throws where the form holds anything else, before the first
 * byte is given where its length says so.
 */
export async function* readFilePart(request: IncomingMessage, bytes: number): AsyncGenerator<Buffer> {
  const boundary = /^multipart\/form-data;.*\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    request.headers['content-type'] ?? '',
  );
  const name = boundary?.[1] ?? boundary?.[2];
  if (name === undefined) throw new BadBody('Files are sent as a form, in a field named file.');
  const end = Buffer.from(`\r\n--${name}--`);
  let head: Buffer | null = Buffer.alloc(0);
  let left = bytes;
  let tail = Buffer.alloc(0);
  // Who stops reading can still answer.
  for await (let chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    if (head !== null) {
      head = Buffer.concat([head, chunk]);
      const at = head.indexOf('\r\n\r\n');
      if (at < 0 && head.length > longestHead) throw new BadBody('The form has no file.');
      if (at < 0) continue;
      assertHead(head.subarray(0, at).toString('latin1'), name);
      assertLength(request, at + 4 + bytes + end.length, bytes);
      chunk = head.subarray(at + 4);
      head = null;
    }
    if (left > 0) {
      const part = chunk.length > left ? chunk.subarray(0, left) : chunk;
      left -= part.length;
      if (part.length > 0) yield part;
      chunk = chunk.subarray(part.length);
    }
    if (left === 0 && chunk.length > 0) {
      tail = Buffer.concat([tail, chunk]);
      if (tail.length > longestHead) throw new BadBody('The file is larger than it was announced. Add it again.');
    }
  }
  if (head !== null) throw new BadBody('The form has no file.');
  if (left > 0 || !tail.subarray(0, end.length).equals(end))
    throw new BadBody('The file is not as large as it was announced. Add it again.');
}

function assertHead(head: string, boundary: string): void {
  const [first, ...lines] = head.split('\r\n');
  const isFile = lines.some((line) => /^content-disposition:\s*form-data;.*\bname="file"/i.test(line));
  if (first !== `--${boundary}` || !isFile) throw new BadBody('Files are sent as a form, in a field named file.');
}

/** What the request says of its length, before anything is written: the line end after the last boundary may be missing. */
function assertLength(request: IncomingMessage, least: number, bytes: number): void {
  const said = request.headers['content-length'];
  if (said === undefined || Number(said) === least || Number(said) === least + 2) return;
  throw new BadBody(
    Number(said) > least
      ? 'The file is larger than it was announced. Add it again.'
      : `The file is smaller than the ${bytes} bytes that were announced. Add it again.`,
  );
}
