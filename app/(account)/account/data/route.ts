import { currentActor } from '#app/_actions/actor';
import { exportAccount } from '#features/accounts/queries';
import { siteUrl } from '#lib/env';
import { PersonError } from '#lib/errors';

/** One's own data, as a file. */
export async function GET(): Promise<Response> {
  try {
    const data = await exportAccount(await currentActor());
    return new Response(`${JSON.stringify(data, null, 2)}\n`, {
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Disposition': 'attachment; filename="my-data.json"',
        'Cache-Control': 'private, no-store',
        'X-Content-Type-Options': 'nosniff',
      },
    });
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    return Response.redirect(`${siteUrl()}/sign-in?to=/account`, 303);
  }
}
