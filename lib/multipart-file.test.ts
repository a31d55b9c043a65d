import { expect, test } from 'vitest';
import { readMultipartFile } from './multipart-file.ts';

const type = 'multipart/form-data; boundary=xYz';
const form = (content: string, { name = 'site.xml', end = '\r\n--xYz--\r\n' } = {}) =>
  `--xYz\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/xml\r\n\r\n${content}${end}`;

/** In pieces of so many bytes, as a network may cut it. */
async function* pieces(text: string, each: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += each) yield bytes.subarray(at, at + each);
}

async function read(text: string, each: number) {
  const { name, bytes } = await readMultipartFile(pieces(text, each), type);
  const got: Buffer[] = [];
  for await (const piece of bytes) got.push(piece);
  return { name, content: Buffer.concat(got).toString() };
}

test('a file comes out as it went in, however it was cut', async () => {
  const content = 'one\r\n--xY two\r\n--x\r\n\r\nx--xYz three\0\r\n';
  for (const each of [1, 2, 7, 64, 10_000])
    expect(await read(form(content), each)).toEqual({ name: 'site.xml', content });
  expect(await read(form(''), 5)).toEqual({ name: 'site.xml', content: '' });
});

test('a form without a file, and one that breaks off, are told apart', async () => {
  await expect(read(form('x', { name: '' }), 50)).rejects.toMatchObject({ why: 'none' });
  await expect(read('--xYz--\r\n', 50)).rejects.toMatchObject({ why: 'none' });
  await expect(read(form('x'.repeat(100), { end: '' }), 50)).rejects.toMatchObject({ why: 'broken' });
  await expect(read('x'.repeat(20_000), 500)).rejects.toMatchObject({ why: 'none' });
  await expect(readMultipartFile(pieces('', 1), 'text/plain')).rejects.toMatchObject({ why: 'none' });
});
