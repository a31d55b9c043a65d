import { postedForm } from '#app/_session/posted-form';
import { unsubscribe } from '#features/notifications/commands';
import { unsubscribePath } from '#lib/addresses';
import { PersonError } from '#lib/errors';

type Context = { params: Promise<{ token: string }> };

/** A link is followed by more than people, so it only asks. */
export async function GET(_: Request, { params }: Context) {
  return lead(`${unsubscribePath(encodeURIComponent((await params).token))}/stop`);
}

/** One click in a mail program (RFC 8058), or the button of the page, which wants to see what came of it. */
export async function POST(request: Request, { params }: Context) {
  const { token } = await params;
  const form = await postedForm(request);
  let failed: PersonError | null = null;
  try {
    await unsubscribe(token);
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    failed = error;
  }
  if (form.has('page')) {
    return lead(`${unsubscribePath(encodeURIComponent(token))}/stop?done=${failed ? 'failed' : 'stopped'}`);
  }
  return new Response(failed ? `${failed.message}\n` : null, { status: failed ? 404 : 200 });
}

const lead = (to: string): Response =>
  new Response(null, { status: 303, headers: { Location: to, 'Cache-Control': 'no-store' } });
