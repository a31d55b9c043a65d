import { AsyncLocalStorage } from 'node:async_hooks';

/*
 * From which address what is done now was asked for, so that the audit log can say it without every command being told.
 * `bin/serve` and what Next bundles are loaded apart from each other: they meet at one store of the process.
 */
type Globals = typeof globalThis & { broadsheetAddress?: AsyncLocalStorage<string | null> };

const globals = globalThis as Globals;
globals.broadsheetAddress ??= new AsyncLocalStorage();
const store = globals.broadsheetAddress;

/** Does what was asked for from an address; null where it was nobody elsewhere, or is not known. */
export const askedFrom = <T>(address: string | null, body: () => T): T => store.run(address || null, body);

/** Does what no request is the reason of: jobs and sweeps, whoever happened to set them off. */
export const askedByNobody = <T>(body: () => T): T => store.run(null, body);

/** The client's address of the request that is answered now (true, because `bin/forwarded.ts` made it so), or null. */
export const requestAddress = (): string | null => store.getStore() ?? null;
