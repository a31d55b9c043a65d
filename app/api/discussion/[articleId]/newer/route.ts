import { requestOrigin } from '#app/_actions/actor';
import { listStanding } from '#features/responses/queries';
import { articleIdIn } from '../article-id.ts';

/**
 * What stands under an article now: `ids` of all responses and, with `?after=ID`, `added`: those that came after that
 * one. For pages that can't listen to `events`.
 */
export async function GET(request: Request, { params }: RouteContext<'/api/discussion/[articleId]/newer'>) {
  const articleId = articleIdIn((await params).articleId);
  if (articleId === null) return new Response(null, { status: 404 });
  await requestOrigin();
  const after = Number(new URL(request.url).searchParams.get('after') ?? Number.NaN);
  const standing = await listStanding(articleId);
  return Response.json(
    {
      ids: standing.map(({ id }) => id),
      ...(Number.isFinite(after) ? { added: standing.filter(({ id }) => id > after) } : {}),
    },
    { headers: { 'Cache-Control': 'no-store' } },
  );
}
