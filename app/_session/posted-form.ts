/** Bytes of a form that is posted to an address of ours at most: a few short fields. */
const longest = 64_000;

/**
 * The fields of a plain form; none where it is longer, or no form. `request.formData()` would put whatever anybody sends
 * into memory, whole.
 */
export async function postedForm(request: Request): Promise<FormData> {
  const reader = request.body?.getReader();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      bytes += next.value.length;
      if (bytes > longest) return new FormData();
      parts.push(next.value);
    }
    const headers = { 'content-type': request.headers.get('content-type') ?? '' };
    return await new Response(new Uint8Array(Buffer.concat(parts)), { headers }).formData();
  } catch {
    return new FormData();
  } finally {
    reader?.releaseLock();
  }
}
