import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/*
 * Small real files for the tests, made from what their formats are: nothing here is read from disk.
 */

/** A zip with these entries, not packed. */
export function zipOf(entries: Record<string, string | Buffer>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(entries)) {
    const [bytes, title] = [Buffer.from(content), Buffer.from(name)];
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(bytes.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(title.length, 22);
    parts.push(Buffer.from('PK\u0003\u0004', 'latin1'), facts, title, bytes);
    const [head, tail] = [Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), Buffer.alloc(14)];
    tail.writeUInt32LE(at, 10);
    directory.push(head, facts, tail, title);
    at += 30 + title.length + bytes.length;
  }
  const end = Buffer.alloc(18);
  const count = Object.keys(entries).length;
  const listed = Buffer.concat(directory);
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listed, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

/** An Office file of today, as far as its content types say what it is. */
export const officeOf = (part: string, type: string): Buffer =>
  zipOf({
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="${part}" ContentType="${type}"/></Types>`,
    [part.slice(1)]: '<x/>',
  });

/** An OLE container whose directory has these streams. */
export function oleOf(...streams: string[]): Buffer {
  const header = Buffer.alloc(512, 0xff);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.fill(0, 8, 24);
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt32LE(1, 44);
  // The directory is the first sector, the table of sectors the second.
  header.writeUInt32LE(0, 48);
  header.writeUInt32LE(1, 76);
  const directory = Buffer.alloc(512);
  for (const [index, name] of ['Root Entry', ...streams].slice(0, 4).entries()) {
    directory.write(name, index * 128, 'utf16le');
    directory.writeUInt16LE((name.length + 1) * 2, index * 128 + 64);
  }
  const table = Buffer.alloc(512, 0xff);
  table.writeUInt32LE(0xffff_fffe, 0);
  table.writeUInt32LE(0xffff_fffd, 4);
  return Buffer.concat([header, directory, table]);
}

export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
export const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(400)]);

const plain = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: { r: 180, g: 60, b: 40 } } });

/** A photograph that says where and with what it was taken, and that it is to be turned by a quarter. */
export const photograph = (width = 60, height = 40): Promise<Buffer> =>
  plain(width, height)
    .jpeg()
    .withExif({
      IFD0: { Make: 'A maker', Model: 'Camera 1', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '0/1 7/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();

export const picture = (
  format: 'png' | 'webp' | 'tiff' | 'gif' | 'avif' | 'jpeg',
  width = 60,
  height = 40,
): Promise<Buffer> => plain(width, height)[format]().toBuffer();

/** A GIF that moves: so many frames of one colour each. */
export async function moving(frames = 3): Promise<Buffer> {
  const pages = await Promise.all(
    Array.from({ length: frames }, (_, index) =>
      sharp({ create: { width: 20, height: 10, channels: 3, background: { r: index * 80, g: 0, b: 0 } } })
        .png()
        .toBuffer(),
    ),
  );
  return sharp(pages, { join: { animated: true } })
    .gif({ delay: pages.map(() => 100) })
    .toBuffer();
}

/** A PNG of these chunks, with a header that claims this size. */
export function pngOf(width: number, height: number, chunks: [name: string, data: Buffer][]): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...chunks.map(([name, data]) => chunk(name, data)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Grey pixels as PNG has them, packed. */
export const greyRows = (width: number, height: number): Buffer => deflateSync(Buffer.alloc((width + 1) * height));
