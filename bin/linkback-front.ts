import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerWebmention, answerXmlRpc } from '#features/linkbacks/commands';
import type { LinkbackAnswer, LinkbackRequest } from '#features/linkbacks/schema';
import { messageOf } from '#lib/errors';

const protocols: Record<string, (request: LinkbackRequest) => Promise<LinkbackAnswer>> = {
  '/webmention': answerWebmention,
  '/xmlrpc': answerXmlRpc,
};

/**
 * Answers webmentions and pingbacks in front of Next, by the functions that its routes call: whoever sends them may send
 * many, and Next takes longer to find the route than they take. False for anything else.
 */
export function answerLinkback(
  request: IncomingMessage,
  response: ServerResponse,
  log: (message: string) => void,
): boolean {
  const answer = request.method === 'POST' ? protocols[request.url ?? ''] : undefined;
  if (!answer) return false;
  const header = (name: string) => request.headers[name]?.toString() ?? null;
  answer({ method: 'POST', header, body: request, from: header('x-forwarded-for')?.split(',')[0]?.trim() ?? '' })
    .catch((error): LinkbackAnswer => {
      log(`${request.method} ${request.url}: ${messageOf(error)}`);
      return {
        status: 503,
        headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '60' },
        body: 'This can not be taken at the moment. Try again later.\n',
      };
    })
    .then(({ status, headers, body }) => {
      if (response.destroyed) return;
      // What was not read to its end would stand before the next request of this connection.
      const rest = request.complete ? {} : { Connection: 'close' };
      const length = { 'Content-Length': Buffer.byteLength(body), 'X-Content-Type-Options': 'nosniff' };
      response.writeHead(status, { ...headers, ...length, ...rest }).end(body);
    });
  return true;
}
