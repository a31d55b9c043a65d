import type { IncomingHttpHeaders } from 'node:http';
import { answerHit } from '#features/views/commands';
import { cookieIn } from '#lib/cookie-header';
import { answerOf } from '#lib/front-calls';
import { sessionCookie } from '#lib/session-cookies';
import { ActionFront } from './action-front.ts';

/** The actions that are answered in front of Next: the one that every page calls, and the one that comes in bursts. */
export function frontActions(dist: string): ActionFront[] {
  return [
    new ActionFront(dist, {
      file: 'app/_actions/views.ts',
      name: 'countHitAction',
      type: 'text/plain',
      longest: 1_000,
      async call(body, headers) {
        const args = parsed(body.toString());
        // Not what the page sends: no hit.
        if (!Array.isArray(args)) return null;
        const [articleId, referrer] = args;
        return answerHit({ articleId, referrer, staff: false, header: (name) => headers[name]?.toString() });
      },
    }),
    new ActionFront(dist, {
      file: 'app/_actions/responses.ts',
      name: 'postResponseAction',
      type: 'multipart/form-data',
      // Ten thousand letters of four bytes, and what stands beside them.
      longest: 64_000,
      ready: () => answerOf('postResponseAction') !== undefined,
      async call(body, headers) {
        const form = await formIn(body, headers);
        return (
          form &&
          answerOf('postResponseAction')?.({
            form,
            token: cookieIn(headers.cookie, sessionCookie()) ?? undefined,
            address: headers['x-forwarded-for']?.toString().split(',')[0]?.trim() ?? '',
            userAgent: headers['user-agent'] ?? '',
          })
        );
      },
    }),
  ];
}

/** The form that an action of `useActionState` gets after the state: its fields have the number of the form before their names. */
async function formIn(body: Buffer, headers: IncomingHttpHeaders): Promise<FormData | undefined> {
  const sent = await new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type'] ?? '' } })
    .formData()
    .catch(() => undefined);
  const args = parsed(String(sent?.get('0') ?? ''));
  const number = Array.isArray(args) ? /^\$K([0-9a-f]+)$/.exec(String(args[1]))?.[1] : undefined;
  if (sent === undefined || number === undefined) return undefined;
  const form = new FormData();
  for (const [name, value] of sent) {
    if (name.startsWith(`_${number}_`) && typeof value === 'string') form.append(name.slice(number.length + 2), value);
  }
  return form;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
