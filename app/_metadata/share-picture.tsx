import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ImageResponse } from 'next/og';

const shareSize = { width: 1200, height: 630 };

const face = (name: string) =>
  readFile(join(process.cwd(), `node_modules/@fontsource/newsreader/files/newsreader-${name}-normal.woff`));

/** Letters that the two files have: Latin with its extensions, punctuation, a few signs. */
const drawable =
  /^[\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u1e80-\u1e85\u1ef2\u1ef3\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]*$/;

/**
 * `words` where the picture's type can draw them all, otherwise nothing: what draws the picture would ask other hosts
 * for the letters it lacks, and a row of empty boxes says less than a plain plate.
 */
function drawableWords(words: string, longest: number): string {
  const plain = words
    .normalize('NFC')
    .replace(/\p{Extended_Pictographic}|\ufe0f|\u200d|\u00ad|\u200b/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (!drawable.test(plain)) return '';
  return plain.length > longest ? `${plain.slice(0, longest).replace(/\s+\S*$/, '')} …` : plain;
}

/** The picture other sites show with a link, as PNG: the nameplate, its lines, and the headline set as on the page. */
export async function sharePicture(input: {
  name: string;
  accent: string;
  kicker: string;
  headline: string;
  line: string;
}): Promise<ArrayBuffer> {
  const [regular, bold, regularMore, boldMore] = await Promise.all([
    ...[face('latin-400'), face('latin-600')],
    ...[face('latin-ext-400'), face('latin-ext-600')],
  ]);
  const name = drawableWords(input.name, 60);
  const kicker = drawableWords(input.kicker, 60);
  const headline = drawableWords(input.headline, 140);
  const line = drawableWords(input.line, 110);
  const size = headline.length > 90 ? 62 : headline.length > 50 ? 76 : 96;
  const ink = '#17181a';
  const picture = new ImageResponse(
    <div
      style={{
        ...{ width: '100%', height: '100%', display: 'flex', flexDirection: 'column', padding: '52px 64px' },
        ...{ background: '#fdfcfa', color: ink, fontFamily: 'Newsreader' },
      }}
    >
      <div style={{ display: 'flex', fontSize: 40, fontWeight: 600, letterSpacing: -1 }}>{name}</div>
      <div
        style={{
          display: 'flex',
          height: 10,
          marginTop: 16,
          borderTop: `6px solid ${ink}`,
          borderBottom: `1px solid ${ink}`,
        }}
      />
      <div style={{ display: 'flex', flexDirection: 'column', flexGrow: 1, justifyContent: 'center' }}>
        <div style={{ display: 'flex', fontSize: 32, fontWeight: 600, color: input.accent, marginBottom: 12 }}>
          {kicker}
        </div>
        {headline ? (
          <div
            style={{ display: 'flex', fontSize: size, fontWeight: 600, lineHeight: 1.04, letterSpacing: -size / 40 }}
          >
            {headline}
          </div>
        ) : (
          <div style={{ display: 'flex', width: 168, height: 168, background: input.accent }} />
        )}
      </div>
      <div style={{ display: 'flex', fontSize: 30, color: '#5b5e62' }}>{line}</div>
    </div>,
    {
      ...shareSize,
      fonts: [
        { name: 'Newsreader', data: regular as Buffer, weight: 400 },
        { name: 'Newsreader', data: bold as Buffer, weight: 600 },
        { name: 'Newsreader Extended', data: regularMore as Buffer, weight: 400 },
        { name: 'Newsreader Extended', data: boldMore as Buffer, weight: 600 },
      ],
    },
  );
  return picture.arrayBuffer();
}
