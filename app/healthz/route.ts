import { connection } from 'next/server';
import { databaseAnswers } from '#features/settings/queries';

/** For load balancers: 200 when the database answers, 503 otherwise. */
export async function GET() {
  await connection();
  const ok = await databaseAnswers();
  return Response.json(
    { status: ok ? 'ok' : 'unavailable' },
    { status: ok ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  );
}
