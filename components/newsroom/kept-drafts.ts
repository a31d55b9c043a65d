import { browserStore } from '../ui/browser-store.ts';
import type { KeptDraft } from './saver.ts';

/** Where a browser keeps what somebody wrote in an article; `aside` is what they chose not to go on with. */
const keyOf = (userId: string, id: number, aside: boolean): string =>
  `broadsheet:draft:${userId}:${id}${aside ? ':aside' : ''}`;

const inStore = browserStore('broadsheet-drafts', 'drafts');

/** Characters of a text that `localStorage` takes for sure; it has room for five million, of the whole site. */
const smallEnough = 1_500_000;

/** What is kept, or null; also where the browser keeps nothing. */
export async function readKept(userId: string, id: number, aside = false): Promise<KeptDraft | null> {
  const key = keyOf(userId, id, aside);
  try {
    const kept =
      localStorage.getItem(key) ?? (await inStore<string | undefined>('readonly', (store) => store.get(key)));
    return kept ? (JSON.parse(kept) as KeptDraft) : null;
  } catch {
    return null;
  }
}

/** Keeps it, or with null forgets it. What is large goes into the browser's database, a moment later. */
export function writeKept(userId: string, id: number, draft: KeptDraft | null, aside = false): void {
  const key = keyOf(userId, id, aside);
  const text = draft && JSON.stringify(draft);
  let isKept = text === null;
  try {
    // An older one that stayed there would be taken for the newest.
    localStorage.removeItem(key);
    if (text !== null && text.length <= smallEnough) {
      localStorage.setItem(key, text);
      isKept = true;
    }
  } catch {
    // No room, or storage is off.
  }
  if (text !== null && !isKept) {
    hasLarge.add(key);
    void inStore('readwrite', (store) => store.put(text, key)).catch(() => {});
  } else if (text === null || hasLarge.delete(key)) {
    void inStore('readwrite', (store) => store.delete(key)).catch(() => {});
  }
}

/** What this page has put into the database: a small one is not looked for there at each pause. */
const hasLarge = new Set<string>();
