import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const length = 32;

/** A password as it is kept: scrypt with a salt of its own, `salt:hash` in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password.normalize('NFC'), salt, length);
  return `${salt.toString('base64url')}:${hash.toString('base64url')}`;
}

/** Whether `password` is the one that `stored` was made from; takes as long whether it is or not. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [salt = '', hash = ''] = stored.split(':');
  const expected = Buffer.from(hash, 'base64url');
  if (expected.length !== length) return false;
  return timingSafeEqual(await derive(password.normalize('NFC'), Buffer.from(salt, 'base64url'), length), expected);
}
