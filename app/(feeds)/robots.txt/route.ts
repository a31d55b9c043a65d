import { connection } from 'next/server';
import { answer } from '#app/(feeds)/answer';
import { getRobots } from '#features/feeds/queries';
import { siteUrl } from '#lib/env';

/** What robots are asked to leave alone, and where the sitemaps are. */
export async function GET(request: Request): Promise<Response> {
  await connection();
  return answer(request, getRobots(siteUrl()), '');
}
