import { currentActor } from '#app/_actions/actor';
import { sessionToken } from '#app/_session/cookies';
import { awaitsCode } from '#features/accounts/queries';
import { ownPath } from '#features/accounts/schema';
import { backTo, codePath } from '#lib/addresses';
import { siteUrl } from '#lib/env';

/** Where other sites' sign-in comes back to: on to the page one came from, by way of choosing a name at the first time. */
export async function GET(request: Request): Promise<Response> {
  const to = ownPath(new URL(request.url).searchParams.get('to') ?? '/');
  const [actor, token] = await Promise.all([currentActor(), sessionToken()]);
  if (actor.kind !== 'user' && token !== null && (await awaitsCode(token))) return goTo(backTo(codePath, to));
  const named = actor.kind !== 'user' || actor.name !== null;
  const path = named ? to : `/account/name?to=${encodeURIComponent(to)}`;
  return goTo(path);
}

const goTo = (path: string): Response =>
  new Response(null, { status: 303, headers: { Location: siteUrl() + path, 'Cache-Control': 'no-store' } });
