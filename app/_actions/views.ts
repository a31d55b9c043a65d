'use server';

import { headers } from 'next/headers';
import { answerHit } from '#features/views/commands';

/**
 * Called by the island under an article when it has been read. Gives the live total, or null where this was no hit
 * or could not be counted: the number that stands there stays. `bin/serve` answers the same call by the same command.
 */
export async function countHitAction(articleId: number, referrer: string): Promise<number | null> {
  const sent = await headers();
  return answerHit({ articleId, referrer, header: (name) => sent.get(name), staff: false });
}
