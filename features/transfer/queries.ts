import { desc, eq } from 'drizzle-orm';
import { db } from '#db/client';
import { imported, transfer, user } from '#db/schema/index';
import type { Actor } from '#lib/actor';
import { requireAdministrator } from './rows.ts';
import { type BroughtReport, TransferOptions, type TransferView, type WrittenReport } from './schema.ts';

/** How many are told of. */
const shown = 20;

/** Imports and exports that were begun here, the last one first. Throws `refused` for whom it does not concern. */
export async function listTransfers(actor: Actor): Promise<TransferView[]> {
  requireAdministrator(actor);
  const rows = await db
    .select({ row: transfer, by: user.name })
    .from(transfer)
    .leftJoin(user, eq(user.id, transfer.userId))
    .orderBy(desc(transfer.createdAt))
    .limit(shown);
  return rows.map(({ row, by }) => ({
    ...{ id: row.id, kind: row.kind, by, fileName: row.fileName, hasFile: row.key !== null, bytes: row.bytes },
    ...{ state: row.state, done: row.done, total: row.total, problem: row.problem },
    options: TransferOptions.parse(row.options),
    brought: row.kind === 'import' ? (row.report as BroughtReport | null) : null,
    written: row.kind === 'export' ? (row.report as WrittenReport | null) : null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }));
}

/** Whether articles of the demo are here, which an import may take the place of. */
export async function hasDemo(): Promise<boolean> {
  return (await db.$count(imported, eq(imported.origin, 'demo'))) > 0;
}
