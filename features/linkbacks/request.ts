/** Milliseconds within which a body has to be there. */
const bodyWithin = 10_000;

/** The bytes of a body; `too_large` and `too_slow` where it is not read to its end. */
export async function readBody(
  body: AsyncIterable<Uint8Array> | null,
  most: number,
): Promise<Uint8Array | 'too_large' | 'too_slow'> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const iterator = body[Symbol.asyncIterator]();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(done, bodyWithin, 'late');
  });
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), late]);
      if (next === 'late') return 'too_slow';
      if (next.done) return Buffer.concat(chunks);
      length += next.value.byteLength;
      if (length > most) return 'too_large';
      chunks.push(next.value);
    }
  } catch {
    // Half a body, and nobody there any more.
    return 'too_slow';
  } finally {
    clearTimeout(timer);
    // Not waited for: what was cut off may never end.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

/** The media type of a content type, lower case. */
export const mediaType = (contentType: string | null): string =>
  (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

export const formType = 'application/x-www-form-urlencoded';
/** Bytes of a form and of a call that are read at most. */
export const mostFormBytes = 64_000;
export const mostXmlBytes = 256_000;
