import { connection } from 'next/server';
import { cachedSitemapIndex } from '#app/_cached/feeds';
import { answer } from '#app/(feeds)/answer';

/** The list of sitemaps, for search engines. */
export async function GET(request: Request): Promise<Response> {
  await connection();
  return answer(request, await cachedSitemapIndex(), '');
}
