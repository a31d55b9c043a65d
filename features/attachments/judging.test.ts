import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { greyRows, moving, officeOf, oleOf, pdf, photograph, picture, pngOf, program, zipOf } from './fixture.ts';
import { judgeFile } from './judging.ts';
import { makePictures } from './pictures.ts';
import { attachmentKinds, ChosenAttachment, endingsByKind, isShownAttached, kindOfName } from './schema.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'broadsheet-judging-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function judge(name: string, bytes: Buffer | string) {
  const path = join(folder(), 'file');
  writeFileSync(path, bytes);
  return judgeFile(path, name);
}

const make = (path: string, name: string) =>
  makePictures(path, { name, ending: name.split('.').at(-1) ?? '', folder: folder() });

async function pictures(name: string, bytes: Buffer) {
  const path = join(folder(), 'file');
  writeFileSync(path, bytes);
  return make(path, name);
}

const slides = 'application/vnd.openxmlformats-officedocument.presentationml';

test.each<[name: string, bytes: () => Buffer | string | Promise<Buffer>, kind: string, type: string]>([
  ['a.jpg', () => photograph(), 'image', 'image/jpeg'],
  ['a.JPEG', () => photograph(), 'image', 'image/jpeg'],
  ['a.png', () => picture('png'), 'image', 'image/png'],
  ['a.webp', () => picture('webp'), 'image', 'image/webp'],
  ['a.tif', () => picture('tiff'), 'image', 'image/tiff'],
  ['a.gif', () => picture('gif'), 'image', 'image/gif'],
  ['a.avif', () => picture('avif'), 'image', 'image/avif'],
  ['a.pdf', () => pdf, 'document', 'application/pdf'],
  ['a.doc', () => oleOf('1Table', 'WordDocument'), 'document', 'application/msword'],
  ['a.xls', () => oleOf('Workbook'), 'spreadsheet', 'application/vnd.ms-excel'],
  ['a.ppt', () => oleOf('PowerPoint Document'), 'interactive', 'application/vnd.ms-powerpoint'],
  [
    'a.docx',
    () =>
      officeOf(
        '/word/document.xml',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
      ),
    'document',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  [
    'a.xlsx',
    () => officeOf('/xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'),
    'spreadsheet',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  [
    'a.xlsb',
    () => officeOf('/xl/workbook.bin', 'application/vnd.ms-excel.sheet.binary.macroEnabled.main'),
    'spreadsheet',
    'application/vnd.ms-excel.sheet.binary.macroEnabled.12',
  ],
  [
    'a.pptx',
    () => officeOf('/ppt/presentation.xml', `${slides}.presentation.main+xml`),
    'interactive',
    `${slides}.presentation`,
  ],
  ['a.sldx', () => officeOf('/ppt/slides/slide1.xml', `${slides}.slide+xml`), 'interactive', `${slides}.slide`],
  [
    'a.odt',
    () => zipOf({ mimetype: 'application/vnd.oasis.opendocument.text' }),
    'document',
    'application/vnd.oasis.opendocument.text',
  ],
  ['a.zip', () => zipOf({ 'read me.txt': 'Words' }), 'other', 'application/zip'],
  ['a.txt', () => 'Plain words, and an ümlaut.', 'other', 'text/plain'],
  ['a.csv', () => 'a,b\n1,2\n', 'other', 'text/csv'],
  ['a.vtt', () => 'WEBVTT\n\n00:00.000 --> 00:01.000\nWords\n', 'other', 'text/vtt'],
  ['a.wpd', () => Buffer.from('ff575043100000000001', 'hex'), 'document', 'application/vnd.wordperfect'],
])('%s is what it says it is', async (name, bytes, kind, type) => {
  expect(await judge(name, await bytes())).toMatchObject({ kind, type });
});

test.each<[what: string, name: string, bytes: () => Buffer | string | Promise<Buffer>, sentence: RegExp]>([
  ['a zip renamed', 'holiday.jpg', () => zipOf({ a: 'b' }), /inside it is a \.zip file/],
  ['a picture of another form', 'a.jpg', () => picture('png'), /inside it is a \.png file/],
  ['a program', 'a.pdf', () => program, /there is a program inside it/],
  [
    'a program for another machine',
    'a.zip',
    () => Buffer.concat([Buffer.from('\u007fELF\u0002\u0001\u0001', 'latin1'), Buffer.alloc(64)]),
    /there is a program inside it/,
  ],
  ['text with a NUL', 'a.txt', () => 'Words\0and more', /not what its name says/],
  ['HTML under the name of a picture', 'a.png', () => '<!doctype html><script>1</script>', /not what its name says/],
  [
    'SVG under the name of a picture',
    'a.png',
    () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
    /not what its name says/,
  ],
  ['another old Office file', 'a.doc', () => oleOf('Workbook'), /not what its name says/],
  ['a container of something else', 'a.xls', () => oleOf('__properties_version1.0'), /not what its name says/],
  [
    'a spreadsheet as a document',
    'a.docx',
    () => officeOf('/xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'),
    /inside it is a \.xlsx file/,
  ],
  ['a plain zip as a slide', 'a.sldx', () => zipOf({ a: 'b' }), /inside it is a \.zip file/],
  ['half a container', 'a.doc', () => oleOf('WordDocument').subarray(0, 300), /not what its name says/],
  ['SVG by its own name', 'a.svg', () => '<svg/>', /files of this kind are not taken/],
  ['HTML by its own name', 'a.html', () => '<p>', /files of this kind are not taken/],
  ['no ending', 'README', () => 'words', /files of this kind are not taken/],
])('%s is refused with the reason', async (_, name, bytes, sentence) => {
  await expect(judge(name, await bytes())).rejects.toThrow(sentence);
});

test('every ending of the table is of one kind, and nothing that runs is among them', () => {
  const all = attachmentKinds.flatMap((kind) => endingsByKind[kind]);
  expect(new Set(all).size).toBe(all.length);
  for (const ending of [
    'swf',
    'exe',
    'htm',
    'html',
    'js',
    'svg',
    'svgz',
    'xml',
    'php',
    'constructor',
    'hasOwnProperty',
  ])
    expect(kindOfName(`a.${ending}`), ending).toBeNull();
  for (const type of ['text/html', 'image/svg+xml', 'application/pdf', 'text/plain', 'application/zip'])
    expect(isShownAttached(type), type).toBe(false);
});

test('a photograph is turned, and says nothing of where and with what it was taken', async () => {
  const before = await photograph(60, 40);
  expect((await sharp(before).metadata()).exif?.toString('latin1')).toContain('Camera 1');
  const made = await pictures('a.jpg', before);
  expect(made.map(({ variant, width, height, type }) => ({ variant, width, height, type }))).toEqual([
    { variant: 'original', width: 40, height: 60, type: 'image/jpeg' },
    { variant: 'thumb', width: 40, height: 60, type: 'image/webp' },
  ]);
  for (const { path } of made) {
    const { exif, xmp, iptc, icc, orientation } = await sharp(path).metadata();
    expect({ exif, xmp, iptc, icc, orientation }).toEqual({});
  }
});

test('sizes are made of a large picture, and TIFF is shown as WebP', async () => {
  const made = await pictures('a.tif', await picture('tiff', 2400, 1200));
  expect(made.map(({ variant, width, height, type }) => [variant, width, height, type])).toEqual([
    ['original', 2400, 1200, 'image/webp'],
    ['large', 1600, 800, 'image/webp'],
    ['thumb', 640, 320, 'image/webp'],
  ]);
});

test('what moves goes on moving', async () => {
  const made = await pictures('a.gif', await moving(3));
  for (const { path, width, height } of made) {
    expect([width, height]).toEqual([20, 10]);
    expect((await sharp(path).metadata()).pages).toBe(3);
  }
});

test('a bomb of pixels is refused by what its head says', async () => {
  const bomb = pngOf(16_000, 16_000, [['IDAT', deflateSync(Buffer.alloc(1000))]]);
  await expect(pictures('bomb.png', bomb)).rejects.toThrow(/has too many pixels: 16,000 × 16,000/);
  const wide = pngOf(60_000, 100, [['IDAT', greyRows(60_000, 100)]]);
  await expect(pictures('wide.png', wide)).rejects.toThrow(/has too many pixels/);
});

test('a profile and EXIF that unpack to very much, or are none, do no harm', async () => {
  const profile = Buffer.concat([Buffer.from('bomb\0\0', 'latin1'), deflateSync(Buffer.alloc(60_000_000))]);
  const text = Buffer.concat([
    Buffer.from('XML:com.adobe.xmp\0\u0001\0\0\0', 'latin1'),
    deflateSync(Buffer.alloc(40_000_000)),
  ]);
  const exif = Buffer.concat([Buffer.from('II*\0', 'latin1'), Buffer.alloc(8_000_000, 0xff)]);
  const bomb = pngOf(40, 30, [
    ['iCCP', profile],
    ['iTXt', text],
    ['eXIf', exif],
    ['IDAT', greyRows(40, 30)],
  ]);
  const before = process.memoryUsage().rss;
  const outcome = await pictures('a.png', bomb).then(
    (made) => made.length,
    (error) => error.message,
  );
  // Either is right: it is read without them, or refused with a sentence.
  expect([
    2,
    '“a.png” can’t be read as a picture: it is damaged, or not whole. Open it, save it anew and add that.',
  ]).toContain(outcome);
  expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
});

test('half a picture is refused', async () => {
  const whole = await photograph(600, 400);
  await expect(pictures('a.jpg', whole.subarray(0, whole.length >> 1))).rejects.toThrow(/damaged, or not whole/);
});

/**
 * Four quarters, red, green, blue and white, by the encoder x265 in a grid as cameras write it, with an EXIF block that
 * names a camera and a place, and turned a quarter clockwise by the container (`irot`).
 */
const quarters = readFileSync(join(import.meta.dirname, 'fixtures/quarters.heic'));

test('a HEIC photograph is shown as it was turned, without camera and place', async () => {
  expect(quarters.toString('latin1')).toContain('Camera desk');
  expect(await judge('photo.heic', quarters)).toMatchObject({ kind: 'image', type: 'image/heic' });
  const made = await pictures('photo.heic', quarters);
  for (const { path } of made) {
    const shown = await sharp(path).metadata();
    expect(shown).toMatchObject({ format: 'webp', width: 48, height: 64 });
    expect(shown.exif).toBeUndefined();
    expect(readFileSync(path).toString('latin1')).not.toContain('Camera desk');
    const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels).subarray(0, 3)];
    const near = (colour: number[]) => colour.map((value) => expect.toSatisfy((v: number) => Math.abs(v - value) < 25));
    expect([at(12, 16), at(36, 16), at(12, 48), at(36, 48)]).toEqual([
      near([30, 30, 200]),
      near([200, 30, 30]),
      near([230, 230, 230]),
      near([30, 160, 30]),
    ]);
  }
});

test('a HEIC file that holds no picture is refused, and its decoder’s thread has ended', async () => {
  const empty = Buffer.concat([
    Buffer.from('00000018667479706865696300000000686569636d696631', 'hex'),
    Buffer.alloc(200),
  ]);
  await expect(pictures('a.heic', empty)).rejects.toThrow(/damaged, or not whole/);
});

test('of a polyglot nothing is left but the picture', async () => {
  const gif = await picture('gif');
  const made = await pictures(
    'a.gif',
    Buffer.concat([gif, Buffer.from('<script>alert(1)</script>'), zipOf({ a: 'b' })]),
  );
  for (const { path } of made) {
    const bytes = (await sharp(path).toBuffer()).toString('latin1');
    expect(bytes).not.toContain('<script');
    expect(bytes).not.toContain('PK\u0003\u0004');
  }
});

test('alt text and captions are one line of visible signs', () => {
  const id = '6f0e1b8e-5f0a-4c60-9e0c-2a52b9a3a111';
  expect(ChosenAttachment.parse({ id, alt: ' A\u202Etxt.exe\n', caption: 'x'.repeat(900) })).toEqual({
    id,
    alt: 'A txt.exe',
    caption: 'x'.repeat(500),
  });
  expect(ChosenAttachment.safeParse({ id: '../../etc' }).success).toBe(false);
});
