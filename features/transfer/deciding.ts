import { and, eq } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { transfer } from '#db/schema/index';
import { type Actor, requireConfirmed } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { storage } from '#lib/storage';
import {
  alone,
  enqueueRun,
  isOpenImport,
  note,
  optionsFor,
  type Row,
  requireAdministrator,
  requireServer,
} from './rows.ts';
import { ImportChoices, TransferOptions, UploadError } from './schema.ts';

type Named = { actor: Actor; id: string };

const gone = () => new PersonError('not_found', 'This is not here any more. Load the page again.');

async function requireRow(on: Queryable, id: string): Promise<Row> {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) throw gone();
  const [row] = await on.select().from(transfer).where(eq(transfer.id, id)).for('update');
  if (!row) throw gone();
  return row;
}

/** Brings what an upload holds, as chosen. It has to have been looked through, or to have ended before its end. */
export async function startImport({ actor, id, choices }: Named & { choices: Partial<ImportChoices> }): Promise<void> {
  requireAdministrator(actor);
  requireServer('npm run import -- FILE');
  requireConfirmed(actor);
  await db.transaction(async (tx) => {
    await alone(tx);
    const row = await requireRow(tx, id);
    const { step } = TransferOptions.parse(row.options);
    const hasEnded = step === 'bring' && (row.state === 'failed' || row.state === 'stopped');
    if (row.kind !== 'import' || row.key === null || !(step === 'decide' || hasEnded))
      throw new PersonError('conflict', 'This can not be imported now. Load the page again to see why.');
    await requireNoOther(tx, id);
    await again(tx, row, optionsFor('bring', ImportChoices.parse(choices)));
    await note(tx, actor, 'transfer.import', row, choices);
  });
}

/** Looks through an upload once more, such as without what XML forbids. */
export async function surveyAgain({ actor, id, repair }: Named & { repair: boolean }): Promise<void> {
  requireAdministrator(actor);
  requireServer('npm run import -- FILE --dry-run');
  await db.transaction(async (tx) => {
    await alone(tx);
    const row = await requireRow(tx, id);
    const { step } = TransferOptions.parse(row.options);
    const isOver = row.state === 'failed' || row.state === 'stopped' || step === 'decide';
    if (row.kind !== 'import' || row.key === null || step === 'bring' || !isOver)
      throw new PersonError('conflict', 'This can not be looked through now. Load the page again to see why.');
    await requireNoOther(tx, id);
    await again(tx, row, optionsFor('survey', { repair }));
  });
}

async function requireNoOther(tx: Queryable, id: string): Promise<void> {
  const open = await tx.select({ id: transfer.id }).from(transfer).where(isOpenImport);
  if (open.some((row) => row.id !== id)) throw new UploadError('busy', 'conflict');
}

async function again(tx: Queryable, row: Row, options: TransferOptions): Promise<void> {
  await tx
    .update(transfer)
    .set({
      ...{ options, state: 'waiting', done: 0, total: null, report: null, problem: null },
      ...{ startedAt: null, saidAt: null, finishedAt: null },
    })
    .where(eq(transfer.id, row.id));
  await enqueueRun(tx, row.id);
}

/** Ends what is under way, at its next step. What an import brought until then stays; run again, it goes on. */
export async function stopTransfer({ actor, id }: Named): Promise<void> {
  requireAdministrator(actor);
  await db.transaction(async (tx) => {
    const row = await requireRow(tx, id);
    if (row.state !== 'running' && row.state !== 'waiting') return;
    // Whoever works on it hears of it as it says how far it is.
    await tx.update(transfer).set({ state: 'stopped', finishedAt: new Date() }).where(eq(transfer.id, id));
    await note(tx, actor, 'transfer.stop', row);
  });
}

/** Throws the file away: an export that was fetched, an upload that is not to be imported. What is told of it stays. */
export async function discardTransfer({ actor, id }: Named): Promise<void> {
  requireAdministrator(actor);
  const key = await db.transaction(async (tx) => {
    const row = await requireRow(tx, id);
    if (row.state === 'running') throw new PersonError('conflict', 'It is under way. Stop it first.');
    const isUndecided = row.state === 'waiting';
    await tx
      .update(transfer)
      .set({ key: null, ...(isUndecided && { state: 'stopped', finishedAt: new Date() }) })
      .where(and(eq(transfer.id, id)));
    if (row.key !== null) await note(tx, actor, 'transfer.discard', row);
    return row.key;
  });
  if (key !== null) await storage().remove(key);
}
