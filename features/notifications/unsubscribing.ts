import { createHmac, timingSafeEqual } from 'node:crypto';
import { readEnv } from '#lib/env';

function signatureOf(userId: string): Buffer {
  const secret = readEnv().AUTH_SECRET;
  if (secret === undefined) throw new Error('AUTH_SECRET is not set; `npm start` sets it.');
  return createHmac('sha256', secret).update(`unsubscribe ${userId}`).digest();
}

/** What ends the mail to an account. It stays valid: mails are old when somebody has enough of them. */
export const tokenFor = (userId: string): string =>
  `${Buffer.from(userId).toString('base64url')}.${signatureOf(userId).toString('base64url')}`;

/** Whose token it is; null where it is none of ours. */
export function readToken(token: string): string | null {
  const [name, signature, ...rest] = token.length > 300 ? [] : token.split('.');
  if (!name || !signature || rest.length > 0) return null;
  const userId = Buffer.from(name, 'base64url').toString();
  const given = Buffer.from(signature, 'base64url');
  const right = signatureOf(userId);
  return given.length === right.length && timingSafeEqual(given, right) ? userId : null;
}
