import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { diskStorage } from './storage.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'broadsheet-storage-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('what is put is read back, whole and in part, and removed', async () => {
  const storage = diskStorage(folder());
  expect(await storage.put('ab/one', Readable.from([Buffer.from('hello '), Buffer.from('world')]))).toEqual({
    bytes: 11,
    sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
  });
  expect((await buffer(storage.open('ab/one'))).toString()).toBe('hello world');
  expect((await buffer(storage.open('ab/one', { start: 6, end: 8 }))).toString()).toBe('wor');
  expect(await storage.size('ab/one')).toBe(11);
  await storage.remove('ab/one');
  expect(await storage.size('ab/one')).toBeNull();
});

test('a source that breaks leaves nothing behind', async () => {
  const root = folder();
  const storage = diskStorage(root);
  const broken = new Readable({
    read() {
      this.push('half');
      this.destroy(new Error('cut'));
    },
  });
  await expect(storage.put('half', broken)).rejects.toThrow('cut');
  expect(readdirSync(root)).toEqual([]);
});

test.each(['../out', '/etc/passwd', 'a/../../b', '.hidden', 'a\0b', ''])('%j is no key', async (key) => {
  await expect(diskStorage(folder()).put(key, Buffer.from('x'))).rejects.toThrow('Not a storage key');
});
