import { answerWebmention } from '#features/linkbacks/commands';
import { sendWebmentionPath } from '#lib/addresses';
import { siteUrl } from '#lib/env';
import { asResponse, linkbackRequest } from '../linkback-request.ts';

export async function POST(request: Request): Promise<Response> {
  return asResponse(await answerWebmention(linkbackRequest(request)));
}

/** Who comes by hand gets the form. */
export async function GET(request: Request): Promise<Response> {
  const to = `${siteUrl()}${sendWebmentionPath}${new URL(request.url).search}`;
  return new Response(null, { status: 303, headers: { Location: to, 'Cache-Control': 'no-store' } });
}
