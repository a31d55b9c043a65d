import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** A key of its own for each use. Never by an empty secret: everybody knows that one. */
function keyFor(use: string): Buffer {
  const secret = process.env.AUTH_SECRET;
  if (!secret) throw new Error('AUTH_SECRET is not set; `npm start` sets it.');
  return Buffer.from(hkdfSync('sha256', secret, '', `broadsheet ${use}`, 32));
}

/** Encrypts under `AUTH_SECRET` (AES-256-GCM), for `use` and nothing else; base64url. `about` has to be the same to open it. */
export function seal(use: string, bytes: Uint8Array, about = ''): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(use), iv).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** What was sealed. Throws for anything else, and where the secret is another by now. */
export function unseal(use: string, sealed: string, about = ''): Buffer {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyFor(use), bytes.subarray(0, 12), { authTagLength: 16 }).setAAD(
    Buffer.from(about),
  );
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
}
