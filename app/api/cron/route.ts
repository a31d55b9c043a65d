import { createHash, timingSafeEqual } from 'node:crypto';
import { connection } from 'next/server';
import { workOnce } from '#bin/jobs';
import { sweepHits, tellPages } from '#features/views/jobs';
import { readEnv } from '#lib/env';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** For Vercel's schedule (`vercel.json`), which sends `CRON_SECRET`: does the jobs that wait and sweeps. */
export async function GET(request: Request): Promise<Response> {
  await connection();
  const { CRON_SECRET } = readEnv();
  const given = request.headers.get('authorization') ?? '';
  if (CRON_SECRET === undefined || !timingSafeEqual(digest(given), digest(`Bearer ${CRON_SECRET}`)))
    return Response.json({ status: 'refused' }, { status: 401 });
  const jobs = await workOnce();
  await tellPages();
  await sweepHits();
  return Response.json({ status: 'ok', jobs }, { headers: { 'Cache-Control': 'no-store' } });
}
