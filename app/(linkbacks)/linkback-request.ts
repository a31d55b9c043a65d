import type { LinkbackAnswer, LinkbackRequest } from '#features/linkbacks/schema';

/** A request as the protocols read it: its body in parts, as they come. */
export const linkbackRequest = (request: Request): LinkbackRequest => ({
  method: request.method,
  header: (name) => request.headers.get(name),
  body: request.body as unknown as AsyncIterable<Uint8Array> | null,
  from: request.headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '',
});

export const asResponse = ({ status, headers, body }: LinkbackAnswer): Response =>
  new Response(body === '' ? null : body, { status, headers });
