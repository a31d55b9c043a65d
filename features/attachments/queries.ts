import type { Readable } from 'node:stream';
import { type SQL, sql } from 'drizzle-orm';
import { db, type Queryable } from '#db/client';
import { article, attachment, file, response } from '#db/schema/index';
import { openFile } from '#features/files/queries';
import type { FileView } from '#features/files/schema';
import { getSettings } from '#features/settings/queries';
import type { Actor } from '#lib/actor';
import { onVercel } from '#lib/env';
import type { ByteRange } from '#lib/storage';
import { together } from '#lib/together';
import { isHosted } from '#lib/upload-token';
import { hostedPrefix, openHosted } from './hosted.ts';
import { type AttachmentFacts, canSeeAttachment } from './policy.ts';
import { type AttachmentRow, viewOf, wholeAttachment } from './rows.ts';
import type { AttachmentLimits, AttachmentView, UploadView } from './schema.ts';

export { type AttachmentRow, attachmentsOfResponse } from './rows.ts';

/** What may be attached here, by the settings. */
export async function getLimits(on: Queryable = db): Promise<AttachmentLimits> {
  const settings = await getSettings(on);
  return {
    maxBytes: settings.attachmentMaxBytes,
    maxFiles: settings.attachmentMaxFiles,
    kinds: settings.attachmentKinds,
    hold: settings.attachmentHold,
    // Without a disk and without a service there is nowhere to put one.
    who: onVercel() && !isHosted() ? 'nobody' : settings.attachmentWho,
    quotaBytes: settings.attachmentQuotaBytes,
  };
}

/** The views of what `attachmentsOfResponse` gave. */
export const attachmentViews = (rows: readonly AttachmentRow[]): AttachmentView[] => rows.map(viewOf);

/** One's own uploads that no response has claimed, oldest first; nothing for who is not signed in. */
export const listMyUploads = async (actor: Actor): Promise<UploadView[]> =>
  actor.kind === 'user' ? readUploads(sql`a.user_id = ${actor.id} and a.response_id is null`) : [];

/** One of one's own uploads, claimed or not; null where it is not that. */
export async function getUpload(actor: Actor, id: string): Promise<UploadView | null> {
  if (actor.kind !== 'user' || !isId(id)) return null;
  const [upload] = await readUploads(sql`a.user_id = ${actor.id} and a.id = ${id}`);
  return upload ?? null;
}

async function readUploads(condition: SQL): Promise<UploadView[]> {
  const rows = await db.execute<{
    whole: AttachmentRow;
    arrived: boolean;
    refused: boolean;
    problem: string | null;
  }>(sql`
    select ${wholeAttachment} as whole, a.arrived_at is not null as arrived, a.refused_at is not null as refused, a.problem
    from ${attachment} a where ${condition} and a.removed_at is null order by a.created_at, a.id limit 200`);
  return rows.map(({ whole, arrived, refused, problem }) => ({
    id: whole.id,
    name: whole.name,
    bytes: whole.bytes,
    kind: whole.kind,
    state: refused ? 'refused' : arrived ? 'ready' : 'uploading',
    problem,
    view: arrived && !refused ? viewOf(whole) : null,
  }));
}

/** A file of an attachment with how it stands; `shared`: everybody may see it. */
export type ServedFile = FileView & { shared: boolean };

/**
 * A file of an attachment by the file's id, for whoever asks; null where there is none that they may see. `whoAsks` is
 * called only for what is not public.
 */
export async function getAttachedFile(whoAsks: () => Promise<Actor>, id: string): Promise<ServedFile | null> {
  const row = isId(id) ? await readAttachedFile(id) : null;
  if (!row) return null;
  const { userId, public: shared, removed, ...rest } = row;
  const facts = { userId, public: shared, removed };
  if (removed || !(shared || canSeeAttachment(await whoAsks(), facts))) return null;
  return { ...rest, bytes: Number(rest.bytes), shared };
}

type StandingFile = Omit<FileView, 'bytes'> & AttachmentFacts & { bytes: string };

const readAttachedFile = together(async (ids): Promise<Map<string, StandingFile>> => {
  const rows = await db.execute<StandingFile>(sql`
    select f.id, f.key, f.name, f.type, f.bytes, f.sha256, a.user_id as "userId",
      a.removed_at is not null or r.deleted_at is not null as removed,
      coalesce(r.approved_at is not null and r.held_at is null and r.spam_at is null and r.trashed_at is null
        and o.visibility = 'public' and o.status in ('scheduled', 'published') and o.published_at <= now(), false) as public
    from ${file} f join ${attachment} a on a.id = f.attachment_id
    left join ${response} r on r.id = a.response_id left join ${article} o on o.id = r.article_id
    where f.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb)::uuid)`);
  return new Map(rows.map((row) => [row.id, row]));
});

/** The bytes of such a file, or null where they are lost. */
export async function openAttachedFile(view: FileView, range?: ByteRange): Promise<Readable | null> {
  return isElsewhere(view) ? openHosted(view.key.slice(hostedPrefix.length), range) : openFile(view, range);
}

/** Whether the service keeps it, so that there is no file of ours to open. */
export const isElsewhere = (view: FileView): boolean => view.key.startsWith(hostedPrefix);

const isId = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
