import type { KeptDraft } from './saver.ts';

/** Where a browser keeps what somebody wrote in an article; `aside` is what they chose not to go on with. */
const keyOf = (userId: string, id: number, aside: boolean): string =>
  `broadsheet:draft:${userId}:${id}${aside ? ':aside' : ''}`;

/** What is kept, or null; also where the browser keeps nothing. */
export function readKept(userId: string, id: number, aside = false): KeptDraft | null {
  try {
    const kept = localStorage.getItem(keyOf(userId, id, aside));
    return kept === null ? null : (JSON.parse(kept) as KeptDraft);
  } catch {
    return null;
  }
}

/** Keeps it, or with null forgets it. */
export function writeKept(userId: string, id: number, draft: KeptDraft | null, aside = false): void {
  try {
    if (draft === null) localStorage.removeItem(keyOf(userId, id, aside));
    else localStorage.setItem(keyOf(userId, id, aside), JSON.stringify(draft));
  } catch {
    // No room, or storage is off: the server is the only copy then.
  }
}
