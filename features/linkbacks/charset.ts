const known = (label: string): TextDecoder | null => {
  try {
    return new TextDecoder(label.trim().toLowerCase(), { fatal: true });
  } catch {
    return null;
  }
};

/** What old software sends without saying so, where it is no UTF-8. */
const guesses = ['shift_jis', 'euc-jp'];

/**
 * The text of bytes: by the first of the named character sets under which they can be read, else as UTF-8, else by a guess.
 * Latin-1 reads anything, so it comes last.
 */
export function decodeText(bytes: Uint8Array, ...named: (string | null | undefined)[]): string {
  for (const label of [...named, 'utf-8']) {
    const text = label ? decodeBy(label, bytes) : null;
    if (text !== null) return text;
  }
  for (const label of guesses) {
    const text = decodeBy(label, bytes);
    // Latin-1 with a few accents is often valid Shift_JIS by chance; then it has no kana.
    if (text !== null && /[\u3040-\u30ff]/.test(text)) return text;
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

function decodeBy(label: string, bytes: Uint8Array): string | null {
  try {
    return known(label)?.decode(bytes) ?? null;
  } catch {
    return null;
  }
}

/** The `charset` of a content type, or null. */
export const charsetOf = (contentType: string | null): string | null =>
  /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1] ?? null;

/** The character set that a page names itself, near its beginning. */
export const charsetOfPage = (bytes: Uint8Array): string | null =>
  /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 2048)).toString('latin1'),
  )?.[1] ?? null;
