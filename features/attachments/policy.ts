import { canModerate, isStaff } from '#features/moderation/policy';
import type { Actor } from '#lib/actor';
import type { AttachmentLimits } from './schema.ts';

type Person = Extract<Actor, { kind: 'user' }>;

/** Why somebody may not attach anything; each has a sentence in `refusals.ts`. */
export type WhyNotAttach = 'signed_out' | 'unnamed' | 'banned' | 'read_only' | 'nobody' | 'not_approved';

/** Whether somebody may bring files. `approved`: a response of theirs is public. */
export function whyNotAttach(
  actor: Actor,
  { who }: Pick<AttachmentLimits, 'who'>,
  site: { readOnly: boolean; approved: boolean },
): WhyNotAttach | null {
  if (actor.kind !== 'user') return 'signed_out';
  if (actor.banned) return 'banned';
  if (actor.name === null) return 'unnamed';
  if (site.readOnly) return 'read_only';
  if (who === 'nobody') return 'nobody';
  return who === 'approved' && !site.approved && !isStaff(actor) ? 'not_approved' : null;
}

/** Where a file of a response stands. */
export type AttachmentFacts = {
  userId: string | null;
  /** Its response is one that everybody sees. */
  public: boolean;
  /** It was taken away, or its response was taken back by its writer. */
  removed: boolean;
};

/** What is not public is seen by who brought it and by moderators; what was removed by nobody. */
export const canSeeAttachment = (actor: Actor, { userId, public: shown, removed }: AttachmentFacts): boolean =>
  !removed && (shown || isOwner(actor, userId) || canModerate(actor));

/** Uploads are used, and thrown away, by who brought them. */
export const isOwner = (actor: Actor, userId: string | null): actor is Person =>
  actor.kind === 'user' && userId !== null && actor.id === userId && !actor.banned;
