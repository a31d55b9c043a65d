import { sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { enqueue } from '#db/jobs';
import { event, transfer } from '#db/schema/index';
import { type Actor, actorName } from '#lib/actor';
import { onVercel } from '#lib/env';
import { PersonError } from '#lib/errors';
import { canTransfer } from './policy.ts';
import type { TransferOptions } from './schema.ts';

export const runJob = 'transfers.run';
/** A whole publication, with people's addresses in it, is read by the server's own user alone. */
export const ownMode = 0o600;

export type Row = typeof transfer.$inferSelect;

export function requireAdministrator(actor: Actor): void {
  if (!canTransfer(actor)) throw new PersonError('refused', 'Only administrators bring a publication in or out.');
}

/** What takes longer than a function of Vercel may is a command there. */
export function requireServer(command: string): void {
  if (onVercel())
    throw new PersonError('unavailable', `On Vercel this takes longer than a request may. Run “${command}” instead.`);
}

/** One at a time decides what begins: held until the transaction ends. */
export const alone = (tx: Queryable) => tx.execute(sql`select pg_advisory_xact_lock(hashtext('broadsheet transfer'))`);

/** Imports that are under way, or wait for somebody. */
export const isOpenImport = sql`${transfer.kind} = 'import' and (${transfer.state} in ('waiting', 'running'))`;

/** Has it begun by the worker, once, and not again where that fails. */
export const enqueueRun = (tx: Queryable, id: string): Promise<void> => enqueue(tx, runJob, { id }, { retries: 0 });

export const note = (
  tx: Queryable,
  actor: Actor,
  name: string,
  row: Pick<Row, 'id' | 'kind' | 'fileName'>,
  detail = {},
) =>
  tx.insert(event).values({
    name,
    actor: actorName(actor),
    subject: `${row.kind}:${row.fileName}`,
    detail: { id: row.id, ...detail },
  });

export const optionsFor = (step: TransferOptions['step'], choices: Partial<TransferOptions> = {}): TransferOptions => ({
  ...{ fetchMedia: false, repair: false, replaceDemo: false, phase: null },
  ...choices,
  step,
});
