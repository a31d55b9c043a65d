import type { AsyncLocalStorage } from 'node:async_hooks';

/** A request as `bin/serve` knows it while Next answers. */
export type ServedRequest = {
  /** Milliseconds since the epoch. */
  began: number;
  /**
   * Cache tags of the page that Next's cache has given or taken for it; null where one had none. Not there for who is given
   * what was rendered for another.
   */
  tags?: string[] | null;
  answerWith(status: number): void;
};

type Globals = typeof globalThis & { broadsheetRequest?: AsyncLocalStorage<ServedRequest> };

/** `bin/serve` and what Next bundles are loaded apart from each other: they meet here. */
export function followRequestsIn(store: AsyncLocalStorage<ServedRequest>): void {
  (globalThis as Globals).broadsheetRequest = store;
}

/**
 * Gives the page that is being rendered another status than 200. Only for pages that are made for each request, and before
 * they have returned anything. Where the server is not ours (Vercel) it stays 200.
 */
export function answerWith(status: 403 | 404): void {
  (globalThis as Globals).broadsheetRequest?.getStore()?.answerWith(status);
}

/**
 * Leaves the status to Next from here on: for a layout that redirects, whose page is rendered beside it and may have an
 * opinion of its own.
 */
export function leaveStatus(): void {
  const served = (globalThis as Globals).broadsheetRequest?.getStore();
  if (served) served.answerWith = () => {};
}
