import { createHmac, timingSafeEqual } from 'node:crypto';
import { readEnv, siteUrl } from './env.ts';

/*
 * What UploadThing's SDK signs with. With UPLOADTHING_TOKEN files go to the service; without it to an ingest of our own
 * (bin/ingest.ts), with a token made from this publication's secret.
 */

/** Whether files are kept by UploadThing's service. */
export const isHosted = (): boolean => readEnv().UPLOADTHING_TOKEN !== undefined;

const localAppId = 'broadsheet';

/** The key that the SDK and our ingest share: nobody else has it. */
function localApiKey(): string {
  const { AUTH_SECRET } = readEnv();
  if (AUTH_SECRET === undefined) throw new Error('AUTH_SECRET is not set.');
  return `sk_local_${createHmac('sha256', AUTH_SECRET).update('ingest').digest('hex')}`;
}

/** The same as the SDK takes it: base64 of JSON. */
export const localToken = (): string =>
  Buffer.from(
    JSON.stringify({ apiKey: localApiKey(), appId: localAppId, regions: ['here'], ingestHost: 'localhost' }),
  ).toString('base64');

/** The path under which `bin/serve` has the ingest. */
export const ingestPath = '/api/ingest';

/** The address of the ingest as it is signed. Browsers are given the same under the origin they came by. */
export const ingestBase = (): string => new URL(siteUrl()).origin + ingestPath;

const prefix = 'hmac-sha256=';

export const signatureOf = (payload: string): string =>
  prefix + createHmac('sha256', localApiKey()).update(payload).digest('hex');

/** Whether `given` is the signature of `payload`; takes the same time whichever it is. */
function isSigned(payload: string, given: string): boolean {
  const [mine, theirs] = [Buffer.from(signatureOf(payload)), Buffer.from(given)];
  return mine.length === theirs.length && timingSafeEqual(mine, theirs);
}

/** Whether a header holds the key itself, as the server's own calls to the ingest do. */
export function isApiKey(given: string): boolean {
  const [mine, theirs] = [Buffer.from(localApiKey()), Buffer.from(given)];
  return mine.length === theirs.length && timingSafeEqual(mine, theirs);
}

/** What a signed address allows: to bring this file, of this size, under this key. */
export type UploadTicket = {
  key: string;
  size: number;
  name: string;
  type: string;
  slug: string;
  customId: string | null;
};

/** Reads a signed address (path and query as the request has them). `expired` and `forged` say why there is none. */
export function readTicket(url: string, now = Date.now()): UploadTicket | 'expired' | 'forged' {
  const [, signed = '', signature = ''] = /^([^#]*)[?&]signature=([^&#]*)$/.exec(url) ?? [];
  if (signed === '' || !isSigned(new URL(ingestBase()).origin + signed, decoded(signature))) return 'forged';
  const { pathname, searchParams } = new URL(signed, 'http://self.invalid');
  const value = (name: string): string => decoded(searchParams.get(name) ?? '');
  const key = pathname.slice(ingestPath.length + 1);
  const size = Number(value('x-ut-file-size'));
  if (!isUploadKey(key) || !Number.isSafeInteger(size) || size < 0) return 'forged';
  if (!(Number(value('expires')) > now)) return 'expired';
  return {
    ...{ key, size, name: value('x-ut-file-name'), type: value('x-ut-file-type'), slug: value('x-ut-slug') },
    customId: value('x-ut-custom-id') || null,
  };
}

export const isUploadKey = (key: string): boolean => /^[A-Za-z0-9]{8,128}$/.test(key);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
