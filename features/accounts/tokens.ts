import { createHash, randomBytes } from 'node:crypto';

/** sha256 of a secret, hex: what is stored of tokens and cookies. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** 256 random bits for a cookie or a link. */
export const newToken = (): string => randomBytes(32).toString('base64url');
