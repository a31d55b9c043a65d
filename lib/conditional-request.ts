/** What the client may have already: a strong entity tag with its quotes, and when it last changed (ISO 8601). */
export type Validators = { etag: string; modifiedAt: string | null };

/**
 * Whether a GET or HEAD is answered with 304 (RFC 9110, 13.1.2, 13.1.3 and 13.2.2): `If-None-Match` compares
 * weakly, so that a tag that came back from a compressed answer still counts, and where it stands
 * `If-Modified-Since` is not looked at.
 */
export function isNotModified(headers: Headers, { etag, modifiedAt }: Validators): boolean {
  const noneMatch = headers.get('if-none-match');
  if (noneMatch !== null) {
    if (noneMatch.trim() === '*') return true;
    const known = noneMatch.match(/(?:W\/)?"[^"]*"/g) ?? [];
    return known.some((tag) => opaque(tag) === opaque(etag));
  }
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  if (Number.isNaN(since) || modifiedAt === null) return false;
  // HTTP dates have whole seconds.
  return Math.floor(Date.parse(modifiedAt) / 1000) * 1000 <= since;
}

const opaque = (tag: string): string => tag.replace(/^W\//, '');
