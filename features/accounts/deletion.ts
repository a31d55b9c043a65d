import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import {
  attachment,
  event,
  mail,
  response,
  responseVerdict,
  responseVersion,
  signInLink,
  user,
} from '#db/schema/index';
import { cacheTags } from '#lib/cache-tags';
import { keepBan } from './bans.ts';

/** What stands where words were taken back. */
const nothing = JSON.stringify({ type: 'doc', content: [{ type: 'paragraph' }] });

/** Pages on which the account's name or words stand, out of date at once. */
export async function expireResponsesOf(tx: Queryable, userId: string): Promise<void> {
  const rows = await tx
    .select({ articleId: response.articleId })
    .from(response)
    .where(eq(response.userId, userId))
    .groupBy(response.articleId);
  await expireTags(
    tx,
    rows.map(({ articleId }) => cacheTags.responses(articleId)),
  );
}

/** Takes an account away with everything that hangs on it; its responses stay without a name, or are emptied. */
export async function eraseAccount(
  tx: Queryable,
  account: { id: string; email: string; bannedAt: Date | null },
  responses: 'keep' | 'remove',
): Promise<void> {
  await expireResponsesOf(tx, account.id);
  await takeLikesBack(tx, account.id);
  const nameless = {
    userId: null,
    guestName: '',
    guestEmailHash: null,
    guestLink: null,
    network: null,
    submission: null,
    writerGoneAt: sql`now()`,
  };
  if (responses === 'keep') {
    await tx.update(response).set(nameless).where(eq(response.userId, account.id));
  } else {
    for (const table of [responseVersion, responseVerdict])
      await tx.delete(table).where(sql`response_id in (select id from response where user_id = ${account.id})`);
    await tx
      .update(response)
      .set({
        ...nameless,
        body: sql`${nothing}::text::jsonb`,
        source: null,
        deletedAt: sql`coalesce(${response.deletedAt}, now())`,
        // It stands, empty, only over replies.
        trashedAt: sql`case when exists (select from response reply where reply.parent_id = ${response.id})
          then ${response.trashedAt} else coalesce(${response.trashedAt}, now()) end`,
      })
      .where(eq(response.userId, account.id));
  }
  // Files of no response, and of those that are emptied; the sweep takes them from the disk.
  await tx
    .update(attachment)
    .set({ removedAt: sql`coalesce(${attachment.removedAt}, now())` })
    .where(
      and(eq(attachment.userId, account.id), responses === 'keep' ? sql`${attachment.responseId} is null` : undefined),
    );
  if (account.bannedAt !== null) await keepBan(tx, account.email);
  // The log says that there was a change, no longer from what to what.
  await tx
    .update(event)
    .set({ detail: null })
    .where(and(eq(event.subject, `user:${account.id}`), eq(event.name, 'account.profile')));
  // Nor from where they did what they did.
  await tx
    .update(event)
    .set({ address: null })
    .where(and(eq(event.actor, `user:${account.id}`), isNotNull(event.address)));
  await tx.delete(mail).where(eq(mail.recipient, account.email));
  await tx.delete(signInLink).where(eq(signInLink.identifier, account.email));
  await tx.delete(user).where(eq(user.id, account.id));
}

async function takeLikesBack(tx: Queryable, userId: string): Promise<void> {
  const liked = await tx.execute<{ article_id: string }>(sql`
    update response set likes = greatest(0, likes - 1)
    where id in (select response_id from response_like where user_id = ${userId}) returning article_id`);
  await expireTags(
    tx,
    liked.map((row) => cacheTags.responses(Number(row.article_id))),
  );
}
