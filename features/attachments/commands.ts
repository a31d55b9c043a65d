import { randomUUID } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { attachment, user } from '#db/schema/index';
import { cleanFileName } from '#features/files/schema';
import type { Actor } from '#lib/actor';
import { PersonError } from '#lib/errors';
import { discardArrived, keepArrived } from './arriving.ts';
import { readUploadContext } from './context.ts';
import { countUpload } from './limits.ts';
import { isOwner, whyNotAttach } from './policy.ts';
import { getLimits, getUpload } from './queries.ts';
import { heed, notTaken, quoted, sizeInWords } from './refusals.ts';
import { type AttachmentView, kindOfName } from './schema.ts';

export { takeArrived } from './arriving.ts';
export { claimAttachments, type ReadyAttachments, rearrangeAttachments, requireReady } from './claiming.ts';

/** Uploads of one person that no response has claimed: a form may be left, and another one filled. */
const mostWaiting = 60;

/**
 * Lets an upload begin, before its address is signed: who may, what may be attached, how much of one person. Throws a
 * `PersonError` with the sentence where it may not. Nothing has arrived yet.
 */
export async function prepareUpload(given: {
  actor: Actor;
  file: { name: string; size: number; type: string };
  articleId: number;
}): Promise<{ id: string; name: string }> {
  const { actor, file, articleId } = given;
  const limits = await getLimits();
  if (actor.kind !== 'user') {
    heed(whyNotAttach(actor, limits, { readOnly: false, approved: false }));
    throw new PersonError('refused', 'Sign in first to attach files.');
  }
  const name = cleanFileName(file.name);
  const kind = kindOfName(name);
  await countUpload(actor.id);
  return db.transaction(async (tx) => {
    // Two at once of one person must not both find room for one.
    await tx.select({ id: user.id }).from(user).where(eq(user.id, actor.id)).for('update');
    const known = await readUploadContext(tx, { userId: actor.id, articleId });
    heed(whyNotAttach(actor, limits, known));
    if (!known.open)
      throw new PersonError('not_found', 'This article takes no responses any more, so it takes no files.');
    if (limits.maxFiles === 0) throw new PersonError('refused', 'Files can’t be attached here. Leave them out.');
    if (kind === null || !limits.kinds.includes(kind)) throw notTaken(name, limits.kinds);
    if (!Number.isSafeInteger(file.size) || file.size < 0)
      throw new PersonError('invalid', `${quoted(name)} has no size. Choose it again.`);
    if (file.size === 0) throw new PersonError('invalid', `${quoted(name)} is empty: there are no bytes in it.`);
    if (file.size > limits.maxBytes)
      throw new PersonError(
        'invalid',
        `${quoted(name)} is larger than ${sizeInWords(limits.maxBytes)}. Make it smaller, or put it elsewhere and link to it.`,
      );
    if (known.usedBytes + file.size > limits.quotaBytes)
      throw new PersonError(
        'refused',
        `Your files would take more than the ${sizeInWords(limits.quotaBytes)} that each person has here. Remove some that you do not need.`,
      );
    if (known.waiting >= mostWaiting)
      throw new PersonError(
        'refused',
        `${known.waiting} files of yours wait for a response. Post it, or remove some of them.`,
      );
    const id = randomUUID();
    await tx
      .insert(attachment)
      .values({ id, userId: actor.id, name, kind, type: file.type.slice(0, 200), bytes: file.size });
    return { id, name };
  });
}

/** Notes under which keys one's own uploads arrive on this machine, so that what came of one can be thrown away. */
export async function nameUploads(given: { actor: Actor; uploads: { id: string; key: string }[] }): Promise<void> {
  const { actor, uploads } = given;
  if (actor.kind !== 'user') throw new PersonError('refused', 'Sign in first.');
  await db.execute(sql`
    update ${attachment} a set storage_key = given.key
    from jsonb_to_recordset(${JSON.stringify(uploads)}::text::jsonb) as given (id uuid, key text)
    where a.id = given.id and a.user_id = ${actor.id} and a.arrived_at is null and a.refused_at is null`);
}

/** What came of an upload. `problem`: why it was refused, a sentence. */
export type ReceivedUpload = { id: string; problem: string | null; view: AttachmentView | null };

/** Uploads that are being judged, so that one told of twice is judged once. */
const underWay = new Map<string, Promise<ReceivedUpload>>();

/**
 * Takes what has arrived of an upload: judges its bytes and makes what is shown of it. Told of it again, it gives what it
 * gave. A file that is refused is gone, and the reason stands in its row. `key` is UploadThing's.
 */
export function receiveUpload(given: { id: string; key: string }): Promise<ReceivedUpload> {
  const known = underWay.get(given.id);
  if (known) return known;
  const receiving = receive(given).finally(() => underWay.delete(given.id));
  underWay.set(given.id, receiving);
  return receiving;
}

async function receive({ id, key }: { id: string; key: string }): Promise<ReceivedUpload> {
  const [row] = await db.select().from(attachment).where(eq(attachment.id, id));
  if (!row || row.removedAt !== null || row.userId === null) {
    await discardArrived(key);
    return { id, problem: 'This file was removed meanwhile.', view: null };
  }
  if (row.arrivedAt === null && row.refusedAt === null) {
    const limits = await getLimits();
    try {
      await keepArrived(row, key, limits);
    } catch (error) {
      if (!(error instanceof PersonError)) throw error;
      await db
        .update(attachment)
        .set({ refusedAt: sql`now()`, problem: error.message, storageKey: key })
        .where(and(eq(attachment.id, id), isNull(attachment.arrivedAt)));
      await discardArrived(key);
    }
  }
  const upload = await getUpload({ kind: 'user', id: row.userId, name: null, role: 'reader', banned: false }, id);
  return { id, problem: upload?.problem ?? null, view: upload?.view ?? null };
}

/** Throws away one's own upload that no response has claimed. Doing it again changes nothing. */
export async function dropUpload({ actor, id }: { actor: Actor; id: string }): Promise<void> {
  if (actor.kind !== 'user') throw new PersonError('refused', 'Sign in first.');
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new PersonError('not_found', 'This file is no longer there.');
  const [row] = await db.select().from(attachment).where(eq(attachment.id, id));
  if (!row || !isOwner(actor, row.userId)) throw new PersonError('not_found', 'This file is no longer there.');
  if (row.responseId !== null)
    throw new PersonError('conflict', 'This file stands in a response. Edit that to remove it.');
  await db
    .update(attachment)
    .set({ removedAt: sql`now()` })
    .where(and(eq(attachment.id, id), isNull(attachment.responseId), isNull(attachment.removedAt)));
}
