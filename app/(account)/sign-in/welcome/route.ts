import { currentActor } from '#app/_actions/actor';
import { ownPath } from '#features/accounts/schema';
import { siteUrl } from '#lib/env';

/** Where other sites' sign-in comes back to: on to the page one came from, by way of choosing a name at the first time. */
export async function GET(request: Request): Promise<Response> {
  const to = ownPath(new URL(request.url).searchParams.get('to') ?? '/');
  const actor = await currentActor();
  const named = actor.kind !== 'user' || actor.name !== null;
  const path = named ? to : `/account/name?to=${encodeURIComponent(to)}`;
  return new Response(null, { status: 303, headers: { Location: siteUrl() + path, 'Cache-Control': 'no-store' } });
}
