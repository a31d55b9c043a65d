import { and, count, eq, isNull } from 'drizzle-orm';
import { db } from '#db/client';
import { notification } from '#db/schema/index';
import type { Actor } from '#lib/actor';
import { hasNotifications } from './policy.ts';
import { isTold, readNotifications } from './rows.ts';
import type { NotificationView } from './schema.ts';

const mostListed = 100;

/** What one was told lately, newest first, at most a hundred. Nothing for who is not signed in. */
export async function listNotifications(actor: Actor): Promise<NotificationView[]> {
  return hasNotifications(actor) ? readNotifications(eq(notification.userId, actor.id), mostListed) : [];
}

/** How many notifications one has not seen yet. */
export async function countUnread(actor: Actor): Promise<number> {
  if (!hasNotifications(actor)) return 0;
  const [row] = await db
    .select({ unread: count() })
    .from(notification)
    .where(and(eq(notification.userId, actor.id), isNull(notification.readAt), isTold()));
  return row?.unread ?? 0;
}
