/**
 * Whether a form of our own pages was posted: browsers name the page's origin with every post. Server actions are
 * checked by Next; this is for the addresses that plain forms post to.
 */
export function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  return origin !== null && URL.canParse(origin) && new URL(origin).host === host;
}

/** Answers a posted form with another page, by a path of ours. */
export const seeOther = (path: string): Response =>
  new Response(null, { status: 303, headers: { Location: path, 'Cache-Control': 'no-store' } });
