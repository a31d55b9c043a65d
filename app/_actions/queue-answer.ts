import { cookies } from 'next/headers';
import { z } from 'zod';
import { secureCookies } from '#lib/session-cookies';
import type { ActionState } from './define-action.ts';
import type { ModerationDone } from './moderation.ts';

/*
 * What a click in the queue did, kept for the page that is shown next, for browsers without JavaScript: it is another
 * page, so that loading it again posts nothing.
 */

const cookieName = 'broadsheet_queue';
const Answer = z.object({
  id: z.string(),
  state: z.discriminatedUnion('status', [
    z.object({ status: z.literal('failed'), message: z.string() }),
    z.object({
      status: z.literal('done'),
      result: z.object({
        message: z.string(),
        stale: z.array(z.object({ id: z.number(), message: z.string() })),
        undo: z.array(z.number()),
      }),
    }),
  ]),
});

/** Ids in a cookie that browsers keep whole. */
const mostIds = 100;

/** Keeps it for a minute. Gives the id by which the page asks for it. */
export async function keepAnswer(state: ActionState<ModerationDone>): Promise<string> {
  const id = crypto.randomUUID();
  const kept =
    state.status === 'done'
      ? {
          ...state,
          result: { ...state.result, stale: state.result.stale.slice(0, 5), undo: state.result.undo.slice(0, mostIds) },
        }
      : state;
  (await cookies()).set(cookieName, JSON.stringify({ id, state: kept }), {
    httpOnly: true,
    sameSite: 'lax',
    secure: secureCookies(),
    path: '/admin',
    maxAge: 60,
  });
  return id;
}

/** What was kept under the id; nothing where it is another's, or over. */
export async function answerFor(id: unknown): Promise<ActionState<ModerationDone>> {
  const value = (await cookies()).get(cookieName)?.value;
  if (typeof id !== 'string' || value === undefined) return { status: 'idle' };
  try {
    const answer = Answer.parse(JSON.parse(value));
    return answer.id === id ? answer.state : { status: 'idle' };
  } catch {
    return { status: 'idle' };
  }
}
