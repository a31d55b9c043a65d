import { afterEach, expect, test, vi } from 'vitest';
import { seal, unseal } from './sealed.ts';

afterEach(() => vi.unstubAllEnvs());

test('what is sealed is opened by the same secret, for the same use and the same thing, and by nothing else', () => {
  vi.stubEnv('AUTH_SECRET', 'x'.repeat(40));
  const bytes = Buffer.from('a secret');
  const sealed = seal('a use', bytes, 'one');
  expect(unseal('a use', sealed, 'one')).toEqual(bytes);
  expect(seal('a use', bytes, 'one')).not.toBe(sealed);
  expect(Buffer.from(sealed, 'base64url').includes(bytes)).toBe(false);
  expect(() => unseal('another use', sealed, 'one')).toThrow();
  expect(() => unseal('a use', sealed, 'another')).toThrow();
  expect(() => unseal('a use', sealed)).toThrow();
  const changed = Buffer.from(sealed, 'base64url');
  changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
  expect(() => unseal('a use', changed.toString('base64url'), 'one')).toThrow();
  for (const given of ['', 'short', '%%%']) expect(() => unseal('a use', given)).toThrow();
  vi.stubEnv('AUTH_SECRET', 'y'.repeat(40));
  expect(() => unseal('a use', sealed, 'one')).toThrow();
  vi.stubEnv('AUTH_SECRET', '');
  expect(() => seal('a use', bytes)).toThrow(/AUTH_SECRET/);
});
