import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { testDatabase } from '#db/test-database';
import { removeFile, storeFile } from './commands.ts';
import { getFile, openFile } from './queries.ts';
import { cleanFileName, isShown } from './schema.ts';

async function place(): Promise<void> {
  await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-files-'));
  process.env.DATA_DIR = folder;
  onTestFinished(() => {
    delete process.env.DATA_DIR;
    rmSync(folder, { recursive: true, force: true });
  });
}

test('a picture is stored once, with the size it is shown with and the type its bytes have', async () => {
  await place();
  // Six by four, turned by a quarter: shown as four by six.
  const bytes = await sharp({ create: { width: 6, height: 4, channels: 3, background: 'red' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const stored = await storeFile({ name: '../../photo.png', bytes });
  expect(stored).toMatchObject({ name: 'photo.png', type: 'image/jpeg', width: 4, height: 6 });
  expect((await storeFile({ name: 'photo.png', bytes })).id).toBe(stored.id);
  const view = await getFile(stored.id);
  expect(view?.bytes).toBe(bytes.length);
  await removeFile(stored.id);
  expect(await getFile(stored.id)).toBeNull();
  expect(view && (await openFile(view))).toBeNull();
});

test('what is no id is no file', async () => {
  await place();
  for (const id of ['', 'none', "' or 1=1", '00000000-0000-0000-0000-000000000000'])
    expect(await getFile(id)).toBeNull();
});

test('names are cleaned, and nothing that runs is shown in the page', () => {
  expect(cleanFileName('..\\..\\con.txt')).toBe('file-con.txt');
  expect(cleanFileName('invoice\u202Egpj.exe')).toBe('invoicegpj.exe');
  expect(cleanFileName('.htaccess')).toBe('htaccess');
  expect(cleanFileName('a<b>"c".png')).toBe('a-b--c-.png');
  for (const type of ['text/html', 'image/svg+xml', 'application/javascript', 'application/octet-stream'])
    expect(isShown(type)).toBe(false);
});
