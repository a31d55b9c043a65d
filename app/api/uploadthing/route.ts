import { createRouteHandler, createUploadthing, UTFiles } from 'uploadthing/next';
import { UploadThingError } from 'uploadthing/server';
import { isSameOrigin } from '#app/_session/same-origin';
import { getSessionActor } from '#features/accounts/queries';
import { dropUpload, nameUploads, prepareUpload, receiveUpload } from '#features/attachments/commands';
import { getLimits } from '#features/attachments/queries';
import { UploadInput } from '#features/attachments/schema';
import { prepareMedia, receiveMedia } from '#features/media/commands';
import type { MediaView } from '#features/media/schema';
import type { Actor } from '#lib/actor';
import { cookieIn } from '#lib/cookie-header';
import { readEnv } from '#lib/env';
import { PersonError } from '#lib/errors';
import { askedByNobody, askedFrom } from '#lib/request-address';
import { sessionCookie } from '#lib/session-cookies';
import { ingestBase, ingestPath, isHosted, localToken } from '#lib/upload-token';

/*
 * UploadThing's own route. With UPLOADTHING_TOKEN it signs for the service, without it for the ingest of this server
 * (bin/ingest.ts); the code is the same.
 */

const route = createUploadthing();

/** A refusal as the uploader shows it. */
const refusal = ({ code, message }: PersonError): UploadThingError =>
  new UploadThingError({
    code: code === 'not_found' ? 'NOT_FOUND' : code === 'invalid' ? 'BAD_REQUEST' : 'FORBIDDEN',
    message,
  });

/** The service's limits are steps of its own; those of the rooms are looked at before anything is signed. */
const anyFile = () =>
  route(
    {
      blob: { maxFileSize: '1GB', maxFileCount: 50, contentDisposition: 'attachment', acl: readEnv().UPLOADTHING_ACL },
    },
    {
      awaitServerData: true,
      presignedURLTTL: '24 hours',
      // Of the id alone: two files that are the same in all else are two.
      getFileHashParts: (file) => [(file as { customId?: string }).customId ?? crypto.randomUUID()],
    },
  );

const router = {
  /** Files of articles, for those who write them. */
  media: anyFile()
    .middleware(async ({ req, files }) => {
      const actor = await actorOf(req);
      try {
        const names: string[] = [];
        for (const file of files) names.push(await prepareMedia({ actor, file }));
        return {
          [UTFiles]: files.map((file, index) => ({ ...file, name: names[index] ?? file.name })),
          userId: actor.kind === 'user' ? actor.id : '',
          address: req.headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '',
        };
      } catch (error) {
        throw error instanceof PersonError ? refusal(error) : error;
      }
    })
    .onUploadComplete(async ({ file, metadata }): Promise<{ problem: string | null; view: MediaView | null }> => {
      try {
        const given = { userId: metadata.userId, key: file.key, name: file.name, bytes: file.size };
        // It is told by who keeps the files; who sent them asked for it from elsewhere.
        const view = await askedFrom(metadata.address, () => receiveMedia(given));
        return { problem: null, view };
      } catch (error) {
        if (!(error instanceof PersonError)) throw error;
        return { problem: error.message, view: null };
      }
    }),

  attachment: anyFile()
    .input(UploadInput)
    .middleware(async ({ req, files, input }) => {
      const actor = await actorOf(req);
      const prepared: { id: string; name: string }[] = [];
      try {
        const { maxFiles } = await getLimits();
        if (files.length > maxFiles)
          throw new PersonError(
            'invalid',
            `At most ${maxFiles} files can be attached to one response. Leave some out.`,
          );
        for (const file of files) prepared.push(await prepareUpload({ actor, file, ...input }));
        return {
          [UTFiles]: files.map((file, index) => ({
            ...file,
            name: prepared[index]?.name ?? file.name,
            customId: prepared[index]?.id ?? null,
          })),
          userId: actor.kind === 'user' ? actor.id : '',
        };
      } catch (error) {
        // All of them, or none.
        for (const { id } of prepared) await dropUpload({ actor, id });
        throw error instanceof PersonError ? refusal(error) : error;
      }
    })
    .onUploadComplete(async ({ file }) => {
      if (!file.customId) throw new Error('An upload came without its id.');
      return receiveUpload({ id: file.customId, key: file.key });
    }),
};

export type UploadRouter = typeof router;

type Handler = ReturnType<typeof createRouteHandler>['POST'];
let made: { at: string; handler: Handler } | undefined;

/** Made at the first request: a build knows no secret, and no port. */
const handlerOf = (at: string): Handler =>
  createRouteHandler({
    router,
    config: {
      logLevel: 'Error',
      isDev: false,
      handleDaemonPromise: 'await',
      ...(!isHosted() && {
        token: localToken(),
        ingestUrl: ingestBase(),
        callbackUrl: `${at}/api/uploadthing`,
        fetch: toIngest,
      }),
    },
  }).POST;

const handle: Handler = (request) => {
  if (made?.at !== self()) made = { at: self(), handler: handlerOf(self()) };
  return made.handler(request);
};

/** The ingest is this server itself: it is reached by its own address, whatever readers call it. */
const toIngest: typeof fetch = (input, init) => {
  const url = String(input instanceof Request ? input.url : input);
  return fetch(url.startsWith(ingestBase()) ? `${self()}${ingestPath}${url.slice(ingestBase().length)}` : url, init);
};

const self = (): string => process.env.BROADSHEET_SELF ?? `http://127.0.0.1:${readEnv().PORT}`;

/** Whose session the cookie of a request names. */
async function actorOf(request: Request): Promise<Actor> {
  const token = cookieIn(request.headers.get('cookie'), sessionCookie());
  return token ? getSessionActor(token) : { kind: 'anonymous' };
}

/** Longest body, in bytes: what is sent here are names and sizes. */
const mostBytes = 1_000_000;

export async function POST(request: Parameters<typeof handle>[0]): Promise<Response> {
  const said = request.headers.get('content-length') ?? '';
  if (!/^\d{1,15}$/.test(said) || Number(said) > mostBytes)
    return Response.json({ message: 'This is too long. Add fewer files at a time.' }, { status: 413 });
  const isCallback = request.headers.has('uploadthing-hook');
  // The service's calls are signed; a browser's come from our pages.
  if (!isCallback && !isSameOrigin(request))
    return Response.json({ message: 'Reload the page and add the file again.' }, { status: 403 });
  const answer = await (isCallback ? askedByNobody(() => handle(request)) : handle(request));
  if (isCallback || isHosted() || !answer.ok) return answer;
  return withOwnOrigin(request, answer);
}

/**
 * The signed addresses under the origin by which this browser came, where its page may send something to. Their keys are
 * kept: what arrives under one goes when its upload does.
 */
async function withOwnOrigin(request: Request, answer: Response): Promise<Response> {
  const signed = (await answer.json()) as { url: string; key: string; customId: string | null }[];
  if (!Array.isArray(signed)) return Response.json(signed);
  await nameUploads({
    actor: await actorOf(request),
    uploads: signed.flatMap(({ key, customId }) => (customId === null ? [] : [{ id: customId, key }])),
  });
  const origin = request.headers.get('origin') ?? '';
  return Response.json(
    signed.map((one) => ({ ...one, url: origin + one.url.slice(new URL(ingestBase()).origin.length) })),
    { headers: { 'Cache-Control': 'no-store' } },
  );
}
