import type { Settings } from '#features/settings/schema';

/* Written out, so that the build finds the files, and gives them the addresses that `app/styles/faces.css` asks for. */
const newsreader = [
  new URL('../node_modules/@fontsource/newsreader/files/newsreader-latin-400-normal.woff2', import.meta.url),
  new URL('../node_modules/@fontsource/newsreader/files/newsreader-latin-600-normal.woff2', import.meta.url),
];
const sourceSerif = [
  new URL('../node_modules/@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2', import.meta.url),
  new URL('../node_modules/@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2', import.meta.url),
];
const libreFranklin = [
  new URL('../node_modules/@fontsource/libre-franklin/files/libre-franklin-latin-400-normal.woff2', import.meta.url),
  new URL('../node_modules/@fontsource/libre-franklin/files/libre-franklin-latin-700-normal.woff2', import.meta.url),
];

const reading = { newsreader, 'source-serif': sourceSerif, system: [] } satisfies Record<string, URL[]>;

/** The addresses of the faces that every page of a look shows above the fold. Headlines of the modern look are none of its text. */
export function facesOf({ look, readingFont }: Pick<Settings, 'look' | 'readingFont'>): string[] {
  const text = reading[readingFont];
  return (look === 'modern' ? [...libreFranklin, ...text.slice(0, 1)] : text).map(String);
}
