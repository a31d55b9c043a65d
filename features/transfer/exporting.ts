import type { Readable } from 'node:stream';
import { and, eq, inArray } from 'drizzle-orm';
import { db } from '#db/client';
import { transfer } from '#db/schema/index';
import { type Actor, requireConfirmed } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { storage } from '#lib/storage';
import { alone, enqueueRun, note, optionsFor, requireAdministrator, requireServer } from './rows.ts';

/** Begins to write everything that was published or drafted here as one file. Gives its id. One at a time. */
export async function startExport({ actor }: { actor: Actor }): Promise<string> {
  requireAdministrator(actor);
  requireServer('npm run export -- FILE');
  return db.transaction(async (tx) => {
    await alone(tx);
    const [other] = await tx
      .select({ id: transfer.id })
      .from(transfer)
      .where(and(eq(transfer.kind, 'export'), inArray(transfer.state, ['waiting', 'running'])));
    if (other) throw new PersonError('conflict', 'An export is under way already. Wait for it, or stop it first.');
    const [row] = await tx
      .insert(transfer)
      .values({
        kind: 'export',
        userId: actor.kind === 'user' ? actor.id : null,
        fileName: `export-${new Date().toISOString().slice(0, 16).replace(/\D/g, '-')}.xml.gz`,
        options: optionsFor('export'),
      })
      .returning();
    if (!row) throw new Error('The export was not written down.');
    await enqueueRun(tx, row.id);
    await note(tx, actor, 'transfer.export', row);
    return row.id;
  });
}

/** Opens the file of an export for who may have it, which is noted. Throws where there is none. */
export async function fetchExport({ actor, id }: { actor: Actor; id: string }): Promise<{
  name: string;
  bytes: number;
  source: Readable;
}> {
  requireAdministrator(actor);
  requireConfirmed(actor);
  const none = new PersonError('not_found', 'This export is not here any more. Make a new one.');
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) throw none;
  const [row] = await db.select().from(transfer).where(eq(transfer.id, id));
  if (row?.kind !== 'export' || row.state !== 'done' || row.key === null) throw none;
  const bytes = await storage().size(row.key);
  if (bytes === null) throw none;
  await note(db, actor, 'transfer.download', row);
  return { name: row.fileName, bytes, source: storage().open(row.key) };
}
