import { db } from '#db/client';
import { expireTags } from '#db/expiry';
import { claimAttachments } from '#features/attachments/commands';
import { requireEmbeds } from '#features/embeds/commands';
import { recordJudgement } from '#features/moderation/commands';
import type { Judgement } from '#features/moderation/schema';
import { notifyOfResponse } from '#features/notifications/commands';
import { cacheTags } from '#lib/cache-tags';
import type { DocumentNode } from '#lib/document/schema';
import { askedByNobody, requestAddress } from '#lib/request-address';
import { insertResponses, type NewResponse, type PostedFrom, type StoredResponse } from './store.ts';

type Entry = {
  made: PostedFrom;
  judgement: Judgement;
  resolve: (stored: StoredResponse | null) => void;
  reject: (error: unknown) => void;
};

/** Responses that one transaction takes. */
const mostTogether = 50;

const waiting: Entry[] = [];
let writing = false;

/**
 * Stores a response with what was judged of it, tells whom it concerns and lets pages be rendered with it. What comes
 * while another is being written goes into the next transaction together: in a burst the commits, each with its
 * `NOTIFY`, would wait for one another. Resolves after the commit; with null where it could not be stored (see
 * `insertResponses`).
 */
export function storeResponse(made: NewResponse, judgement: Judgement): Promise<StoredResponse | null> {
  const stored = new Promise<StoredResponse | null>((resolve, reject) => {
    waiting.push({ made: { ...made, address: requestAddress() }, judgement, resolve, reject });
  });
  // What is written is not all of the request that begins it.
  if (!writing) void askedByNobody(writeWaiting);
  return stored;
}

async function writeWaiting(): Promise<void> {
  writing = true;
  while (waiting.length > 0) await write(waiting.splice(0, mostTogether));
  writing = false;
}

async function write(entries: readonly Entry[]): Promise<void> {
  try {
    const stored = await writeTogether(entries);
    for (const { made, resolve } of entries) resolve(stored.get(made.submission) ?? null);
  } catch (error) {
    // One of them may be at fault, or the connection: each gets a try of its own. What did commit is found by its form.
    if (entries.length === 1) entries[0]?.reject(error);
    else for (const entry of entries) await write([entry]);
  }
}

async function writeTogether(entries: readonly Entry[]): Promise<Map<string, StoredResponse>> {
  let committed: (() => void)[] = [];
  const written = await db.transaction(async (tx) => {
    const stored = await insertResponses(
      tx,
      entries.map(({ made }) => made),
    );
    const tags: string[] = [];
    const shown: DocumentNode[] = [];
    // Sent one behind the other, without waiting for the answers between them.
    const recorded: Promise<void>[] = [];
    const told: Promise<() => void>[] = [];
    for (const { made, judgement } of entries) {
      const id = stored.get(made.submission)?.id;
      if (id === undefined) continue;
      recorded.push(recordJudgement(tx, id, judgement));
      if (made.attachments.length > 0)
        recorded.push(claimAttachments(tx, { userId: made.userId, responseId: id, chosen: made.attachments }));
      if (judgement.outcome !== 'approve') continue;
      told.push(notifyOfResponse(tx, id, made));
      tags.push(cacheTags.responses(made.articleId));
      shown.push(made.body);
    }
    recorded.push(requireEmbeds(tx, shown));
    [committed] = await Promise.all([Promise.all(told), Promise.all(recorded)]);
    await expireTags(tx, tags, { gently: true });
    return stored;
  });
  for (const done of committed) done();
  return written;
}
