import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { getOwnHidden, getResponse } from '#features/responses/queries';
import { responseInThread, responsePath } from '#lib/addresses';
import { escapeXml } from '#lib/html';
import { responseIdIn } from './response-id.ts';

/** The lasting address of a response: leads to where it stands by now. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = responseIdIn((await params).id);
  const found = id === null ? null : await getResponse(id);
  if (found) return lead(responseInThread(found.slug, found.page, found.id));
  // Its writer sees it on a page of its own.
  if (id !== null && (await getOwnHidden(await currentActor(), id))) return lead(responsePath(id, 'more'));
  const { edition } = await getEdition();
  return new Response(missing(edition.t.notFoundTitle, edition.t.notFoundText), {
    status: 404,
    headers: { 'Content-Type': 'text/html; charset=utf-8', ETag: '"missing"' },
  });
}

const lead = (to: string): Response =>
  new Response(null, { status: 303, headers: { Location: to, 'Cache-Control': 'no-store' } });

/** By this id `bin/compression.ts` knows a page without a body of ours, and sends the whole not-found page instead. */
const missing = (title: string, text: string): string =>
  `<!DOCTYPE html><html id="__next_error__"><meta charset="utf-8"><title>${escapeXml(title)}</title><h1>${escapeXml(title)}</h1><p>${escapeXml(text)}`;
