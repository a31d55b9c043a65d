import { createReadStream } from 'node:fs';
import { eq } from 'drizzle-orm';
import { db } from '#db/client';
import { limiter, secondsUntilAllowed } from '#db/rate-limit';
import { event, file, user } from '#db/schema/index';
import { takeArrived } from '#features/attachments/commands';
import { kindOfName } from '#features/attachments/schema';
import { storeFile } from '#features/files/commands';
import { cleanFileName } from '#features/files/schema';
import { getSettings } from '#features/settings/queries';
import { type Actor, actorName } from '#lib/actor';
import { onVercel } from '#lib/env';
import { PersonError } from '#lib/errors';
import { inWords } from '#lib/waiting';
import { canUploadMedia } from './policy.ts';
import { mediaViewOf } from './queries.ts';
import { type MediaView, mediaMaxBytes } from './schema.ts';

/** A gallery comes at once; more than that is a mistake, or worse. */
const uploads = limiter('media', 200, 600, { remember: true });

export { focusFile } from './focus.ts';
export { describeFile, removeUnusedFile, replaceFile } from './library.ts';

/**
 * Lets the upload of a file for articles begin, before its address is signed; gives the name it is stored under. Throws a
 * `PersonError` with the sentence where it may not. Nothing has arrived yet.
 */
export async function prepareMedia({
  actor,
  file,
}: {
  actor: Actor;
  file: { name: string; size: number };
}): Promise<string> {
  assertMayUpload(actor);
  if ((await getSettings()).readOnly)
    throw new PersonError(
      'unavailable',
      'The site is being worked on and takes nothing at the moment. Try again later.',
    );
  if (onVercel())
    throw new PersonError(
      'unavailable',
      'There is no disk here for files of articles. See “Files” in docs/operations.md.',
    );
  const name = cleanFileName(file.name);
  if (kindOfName(name) === null)
    throw new PersonError(
      'invalid',
      `“${name}” can’t be added: files of this kind are not taken. Pictures, sound, video, documents and archives are.`,
    );
  if (!Number.isSafeInteger(file.size) || file.size <= 0)
    throw new PersonError('invalid', `“${name}” is empty: there are no bytes in it. Choose another.`);
  if (file.size > mediaMaxBytes)
    throw new PersonError(
      'invalid',
      `“${name}” is larger than ${mediaMaxBytes / 1_000_000} MB. Make it smaller, or put it elsewhere and link to it.`,
    );
  const seconds = actor.kind === 'user' ? await secondsUntilAllowed(uploads, actor.id) : 0;
  if (seconds > 0)
    throw new PersonError('refused', `You have added very many files. Try again in ${inWords(seconds)}.`);
  return name;
}

/**
 * Takes what has arrived of such an upload: judged by its bytes, pictures turned as they are meant and without what they say
 * of place and device, stored open to all. `key` is UploadThing's. A refusal is a `PersonError`; nothing is kept then.
 */
export async function receiveMedia(given: {
  userId: string;
  key: string;
  name: string;
  bytes: number;
}): Promise<MediaView> {
  const { userId, ...arrived } = given;
  const actor = await actorOf(userId);
  return takeArrived({ ...arrived, of: userId, maxBytes: mediaMaxBytes }, async ({ path, name }) => {
    // What somebody may do can have changed while the bytes were on their way.
    assertMayUpload(actor);
    const stored = await storeFile({ name, bytes: createReadStream(path) });
    await db.insert(event).values({ name: 'file.add', actor: actorName(actor), subject: `file:${stored.id}` });
    // Bytes that were here already bring the words that somebody wrote for them.
    const [row] = await db.select().from(file).where(eq(file.id, stored.id));
    if (!row) throw new Error(`The file ${name} is gone.`);
    return mediaViewOf(row);
  });
}

async function actorOf(userId: string): Promise<Actor> {
  const [row] = await db
    .select({ id: user.id, name: user.name, role: user.role, bannedAt: user.bannedAt })
    .from(user)
    .where(eq(user.id, userId));
  if (!row) return { kind: 'anonymous' };
  return { kind: 'user', id: row.id, name: row.name, role: row.role, banned: row.bannedAt !== null };
}

function assertMayUpload(actor: Actor): void {
  if (!canUploadMedia(actor))
    throw new PersonError('refused', 'Only people who write for this publication may add files to it.');
}
