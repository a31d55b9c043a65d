/*
 * Files on their way, in the browser of who sends them: they go on after a reload. What is known of each is in
 * `localStorage`, the file itself in IndexedDB, where there is room for it.
 */

import { browserStore } from '../ui/browser-store.ts';

/** Where a file may be sent, as UploadThing's route answered. */
export type Signed = { url: string; key: string; name: string; customId: string | null };

export type KeptItem = {
  key: string;
  name: string;
  bytes: number;
  type: string;
  /** Milliseconds since 1970; with name and size it tells whether a file chosen again is the same one. */
  changed: number;
  signed: Signed | null;
  /** All of it had arrived. */
  ready: boolean;
  alt: string;
  caption: string;
};

const prefix = 'broadsheet:files:';
/** The server sweeps what nobody posted after a day. */
const keptFor = 86_400_000;
/** Bytes of files that are kept in a browser, all together. */
const mostKept = 300_000_000;

type Kept = { items: KeptItem[]; at: number };

function read(key: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<Kept> | null;
    return Array.isArray(kept?.items) && typeof kept.at === 'number' ? { items: kept.items, at: kept.at } : null;
  } catch {
    // Storage may be switched off; then files are known as long as the page.
    return null;
  }
}

const keysOfAll = (): string[] => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
};

/** `about` names the article and what is answered or changed there, as with drafts. */
export function keptItems(about: string): KeptItem[] {
  const kept = read(prefix + about);
  return kept && kept.at > Date.now() - keptFor ? kept.items : [];
}

/** Whether anything is kept: for this form to go on with, or for sweeping. */
export const somethingKept = (about: string): boolean =>
  keysOfAll().some((key) => key === prefix + about || !((read(key)?.at ?? 0) > Date.now() - keptFor));

export function keepItems(about: string, items: KeptItem[]): void {
  try {
    if (items.length === 0) localStorage.removeItem(prefix + about);
    else localStorage.setItem(prefix + about, JSON.stringify({ items, at: Date.now() } satisfies Kept));
  } catch {
    // See above.
  }
}

const inStore = browserStore('broadsheet', 'files');

/** Keeps a file, if the browser has room for it and for as much again. */
export async function keepFile(key: string, file: File): Promise<void> {
  try {
    const { quota = 0, usage = 0 } = (await navigator.storage?.estimate()) ?? {};
    if (usage + file.size > mostKept || quota - usage < 2 * file.size) return;
    await inStore('readwrite', (store) => store.put(file, key));
  } catch {
    // Then it has to be chosen again.
  }
}

/** A file that was kept, or null; also where what is kept can no longer be read. */
export async function keptFile({ key, name, bytes, type, changed }: KeptItem): Promise<File | null> {
  try {
    const kept: unknown = await inStore('readonly', (store) => store.get(key));
    if (!(kept instanceof Blob) || kept.size !== bytes) return null;
    await kept.slice(0, 1).arrayBuffer();
    return new File([kept], name, { type, lastModified: changed });
  } catch {
    return null;
  }
}

export async function dropFile(key: string): Promise<void> {
  try {
    await inStore('readwrite', (store) => store.delete(key));
  } catch {
    // Swept later.
  }
}

/** Forgets what nobody came back to. */
export async function sweepKept(): Promise<void> {
  const wanted = new Set<string>();
  for (const key of keysOfAll()) {
    const kept = read(key);
    if (kept && kept.at > Date.now() - keptFor) for (const item of kept.items) wanted.add(item.key);
    else localStorage.removeItem(key);
  }
  try {
    const keys = await inStore('readonly', (store) => store.getAllKeys());
    for (const key of keys) if (!wanted.has(String(key))) await dropFile(String(key));
  } catch {
    // No such storage here.
  }
}
