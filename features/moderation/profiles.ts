import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Queryable } from '#db/client';
import { response, responseReport } from '#db/schema/index';
import { getSettings } from '#features/settings/queries';
import type { Actor } from '#lib/actor';
import { hostOf } from '#lib/addresses';
import { shorten } from '#lib/document/text';
import { PersonError } from '#lib/errors';
import { isStaff } from './policy.ts';
import { findWord } from './words.ts';

type Profile = { name: string | null; bio: string; link: string | null };
type Change = { actor: Extract<Actor, { kind: 'user' }>; former: Profile; profile: Profile };

const fields = { name: 'name', bio: 'lines about yourself', link: 'link' } as const;
const longestNote = 1000;

/**
 * What moderation makes of a changed name, bio or link, in the transaction that stores it. A word that is not allowed is
 * refused, by a `PersonError`. A name or link that stands beside responses that were approved with another one, and a
 * suspect word, are reported to the moderators, with the newest of these responses. Staff are asked nothing.
 */
export async function judgeProfile(tx: Queryable, { actor, former, profile }: Change): Promise<void> {
  if (isStaff(actor)) return;
  const changed = (['name', 'bio', 'link'] as const).filter((field) => profile[field] !== former[field]);
  if (changed.length === 0) return;
  const { blockedWords, suspectWords } = await getSettings(tx);
  const notes: string[] = [];
  for (const field of changed) {
    const text = profile[field] ?? '';
    const whole = field === 'link' ? `${text} ${hostOf(text)}` : text;
    if (findWord(whole, blockedWords) !== null)
      throw new PersonError(
        'refused',
        `Your ${fields[field]} ${field === 'bio' ? 'have' : 'has'} a word that is not allowed here. Change it, then save again.`,
      );
    const suspect = findWord(whole, suspectWords);
    if (suspect !== null) notes.push(`The ${field} has the suspect word “${suspect}”.`);
    if (field === 'name') notes.push(`The name was “${former.name ?? ''}” and is “${text}” now.`);
    if (field === 'link')
      notes.push(`The link was ${former.link ?? 'none'} and is ${text === '' ? 'none' : text} now.`);
  }
  if (notes.length > 0) await reportChange(tx, actor.id, notes.join(' '));
}

/** One open report a person: what is changed again before somebody has looked is added to it. */
async function reportChange(tx: Queryable, userId: string, note: string): Promise<void> {
  const [open] = await tx
    .select({ id: responseReport.id, text: responseReport.text })
    .from(responseReport)
    .innerJoin(response, eq(response.id, responseReport.responseId))
    .where(
      and(
        eq(response.userId, userId),
        isNull(responseReport.userId),
        isNull(responseReport.resolvedAt),
        isNull(response.deletedAt),
      ),
    )
    .limit(1);
  if (open) {
    const text = shorten(`${note} ${open.text}`, longestNote);
    await tx.update(responseReport).set({ text }).where(eq(responseReport.id, open.id));
    return;
  }
  const [newest] = await tx
    .select({ id: response.id })
    .from(response)
    .where(
      sql`${response.userId} = ${userId} and approved_at is not null and held_at is null and spam_at is null
        and trashed_at is null and deleted_at is null`,
    )
    .orderBy(desc(response.createdAt))
    .limit(1);
  if (!newest) return;
  await tx
    .insert(responseReport)
    .values({ responseId: newest.id, userId: null, reason: 'other', text: shorten(note, longestNote) });
}
