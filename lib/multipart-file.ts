/** A form that has no file, or that ends before its file does. */
export class FormError extends Error {
  readonly why: 'none' | 'broken';

  constructor(why: FormError['why']) {
    super(why === 'none' ? 'The form has no file.' : 'The form ended before its file did.');
    this.why = why;
  }
}

/** Longest head of a part, in bytes. */
const longestHead = 16_384;

/**
 * The file of a posted form (RFC 7578) whose first and only field it is, as it comes: its name, and its bytes. Throws a
 * `FormError` before the first byte where there is none, and at the end where the form broke off.
 */
export async function readMultipartFile(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
): Promise<{ name: string; bytes: AsyncGenerator<Buffer> }> {
  const found = /^multipart\/form-data;.*\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined) throw new FormError('none');
  const chunks = body[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  for (;;) {
    const at = held.indexOf('\r\n\r\n');
    if (at >= 0) {
      const name = nameIn(held.subarray(0, at).toString('utf8'), boundary);
      return { name, bytes: upTo(Buffer.from(`\r\n--${boundary}`), held.subarray(at + 4), chunks) };
    }
    if (held.length > longestHead) throw new FormError('none');
    const next = await chunks.next();
    if (next.done) throw new FormError(held.includes(`--${boundary}--`) ? 'none' : 'broken');
    held = Buffer.concat([held, next.value]);
  }
}

/** What browsers call the file; a form without one chosen has an empty name. */
function nameIn(head: string, boundary: string): string {
  const [first, ...lines] = head.split('\r\n');
  const line = lines.find((each) => /^content-disposition:\s*form-data;/i.test(each)) ?? '';
  const name = /\bfilename="((?:[^"\\]|\\.)*)"/i.exec(line)?.[1];
  if (first !== `--${boundary}` || !name) throw new FormError('none');
  return name.replace(/%22/g, '"');
}

async function* upTo(end: Buffer, start: Buffer, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  let held = start;
  for (;;) {
    const at = held.indexOf(end);
    if (at >= 0) {
      if (at > 0) yield held.subarray(0, at);
      return;
    }
    // The boundary may be cut by the end of what came.
    const sure = held.length - end.length;
    if (sure > 0) yield held.subarray(0, sure);
    held = sure > 0 ? held.subarray(sure) : held;
    const next = await chunks.next();
    if (next.done) throw new FormError('broken');
    held = Buffer.concat([held, next.value]);
  }
}
