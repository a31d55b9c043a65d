import { connection } from 'next/server';
import { cachedNewsSitemap } from '#app/_cached/feeds';
import { answer } from '#app/(feeds)/answer';

const tenMinutes = 600_000;

/** The last 48 hours, to ten minutes. */
export async function GET(request: Request): Promise<Response> {
  await connection();
  const now = new Date(Math.floor(Date.now() / tenMinutes) * tenMinutes);
  return answer(request, await cachedNewsSitemap(now.toISOString()), '');
}
