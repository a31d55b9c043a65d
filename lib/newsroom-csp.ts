import { createHash } from 'node:crypto';
import { markSignedIn } from './mark-signed-in.ts';

const knownLine = `'sha256-${createHash('sha256').update(markSignedIn).digest('base64')}'`;

/**
 * The policy of the newsroom's pages, which are made for each request: a script runs only with the request's `nonce`, or
 * where one that does has loaded it. Nothing of another host is in them but where uploads go.
 */
export const newsroomPolicy = (
  nonce: string,
  { development, hosted }: { development: boolean; hosted: boolean },
): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${knownLine} 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // React sets styles of single elements, such as the accent that the publication has chosen.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "manifest-src 'self'",
    // Previews of how the publication would look.
    "frame-src 'self'",
    `connect-src 'self'${hosted ? ' https://*.uploadthing.com' : ''}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
