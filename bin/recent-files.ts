/** Longest file that is kept, and all of them together, in bytes. */
const longest = 1 << 18;
const most = 1 << 26;

/**
 * The bytes of small files that were sent lately: what is under a key never changes. Who may have them is asked before
 * they are looked for.
 */
export class RecentFiles {
  readonly #kept = new Map<string, Buffer>();
  #bytes = 0;

  /** Whether a file of this length may be kept. */
  takes(bytes: number): boolean {
    return bytes > 0 && bytes <= longest;
  }

  get(key: string): Buffer | null {
    const found = this.#kept.get(key);
    if (!found) return null;
    // The one that was asked for last goes last.
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found;
  }

  keep(key: string, content: Buffer): void {
    if (this.#kept.has(key)) return;
    this.#kept.set(key, content);
    this.#bytes += content.length;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#bytes <= most) return;
      this.#kept.delete(oldest);
      this.#bytes -= length;
    }
  }
}
