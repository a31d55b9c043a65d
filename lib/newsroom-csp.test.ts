import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { markSignedIn } from './mark-signed-in.ts';
import { newsroomPolicy } from './newsroom-csp.ts';

const site = { development: false, hosted: false };

test('scripts run by the nonce of the request, and the one line that every page has by its hash', () => {
  const policy = newsroomPolicy('abc', site);
  const hash = createHash('sha256').update(markSignedIn).digest('base64');
  expect(policy).toContain(`script-src 'nonce-abc' 'sha256-${hash}' 'strict-dynamic';`);
  expect(policy.match(/'unsafe-[a-z]+'/g)).toEqual(["'unsafe-inline'"]);
  expect(policy).toContain("style-src 'self' 'unsafe-inline'");
  expect(policy).toContain("default-src 'none'");
});

test('another host is named only where uploads go to one', () => {
  expect(newsroomPolicy('abc', site)).not.toMatch(/https:/);
  expect(newsroomPolicy('abc', { ...site, hosted: true }).match(/https:[^; ]*/g)).toEqual([
    'https://*.uploadthing.com',
  ]);
});
