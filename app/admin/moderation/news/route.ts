import { currentActor } from '#app/_actions/actor';
import { canModerate } from '#features/moderation/policy';
import { getQueueNews } from '#features/moderation/queries';
import { queueTabs } from '#features/moderation/schema';

/** How the entries on a moderator's screen stand by now: `tab`, `mark` and `ids` (separated by commas) in the query. */
export async function GET(request: Request): Promise<Response> {
  const actor = await currentActor();
  const headers = { 'cache-control': 'private, no-store' };
  if (!canModerate(actor)) return Response.json({ problem: 'Only moderators see this.' }, { status: 403, headers });
  const { searchParams } = new URL(request.url);
  const tab = queueTabs.find((name) => name === searchParams.get('tab')) ?? 'waiting';
  const ids = (searchParams.get('ids') ?? '')
    .split(',')
    .map(Number)
    .filter((id) => Number.isSafeInteger(id) && id > 0);
  return Response.json(await getQueueNews(actor, { tab, ids, mark: searchParams.get('mark') ?? '' }), { headers });
}
