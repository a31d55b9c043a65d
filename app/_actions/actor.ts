import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { getSessionActor } from '#features/accounts/queries';
import type { Actor } from '#lib/actor';
import { sessionCookie } from '#lib/session-cookies';

/** Who sends this request: whose session the cookie names, or anonymous. Read once for each request. */
export const currentActor = cache(async (): Promise<Actor> => {
  const token = (await cookies()).get(sessionCookie())?.value;
  if (token === undefined) return { kind: 'anonymous' };
  return getSessionActor(token);
});

/** Where this request comes from: the client's address (true, because `bin/forwarded` made it so) and its browser. */
export async function requestOrigin(): Promise<{ address: string; userAgent: string }> {
  const sent = await headers();
  return {
    address: sent.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '',
    userAgent: sent.get('user-agent') ?? '',
  };
}
