import localFont from 'next/font/local';

/*
 * Newsreader as three plain files: regular and semibold are preloaded (46 KB together, less than the file with
 * a weight axis), a true italic is fetched only where a page has italics, the extended Latin files only where
 * a page has their letters. The first three are `optional`: a line never moves because a font came late. Who is that
 * far away reads the first page in the system's serif, and every other in Newsreader.
 *
 * The italic is a family of its own, so that while it is missing the roman of Newsreader stands in, slanted.
 */
export const newsreader = localFont({
  variable: '--face',
  src: [
    {
      path: '../node_modules/@fontsource/newsreader/files/newsreader-latin-400-normal.woff2',
      weight: '400',
      style: 'normal',
    },
    {
      path: '../node_modules/@fontsource/newsreader/files/newsreader-latin-600-normal.woff2',
      weight: '600',
      style: 'normal',
    },
  ],
  declarations: [
    { prop: 'font-family', value: 'newsreader' },
    {
      prop: 'unicode-range',
      value:
        'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
    },
  ],
  display: 'optional',
  preload: true,
  adjustFontFallback: 'Times New Roman',
});

export const newsreaderItalic = localFont({
  variable: '--face-italic',
  src: [
    {
      path: '../node_modules/@fontsource/newsreader/files/newsreader-latin-400-italic.woff2',
      weight: '400',
      style: 'italic',
    },
  ],
  declarations: [
    { prop: 'font-family', value: 'newsreader-italic' },
    {
      prop: 'unicode-range',
      value:
        'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
    },
  ],
  display: 'optional',
  preload: false,
  adjustFontFallback: false,
});

export const newsreaderExtended = localFont({
  variable: '--face-extended',
  src: [
    {
      path: '../node_modules/@fontsource/newsreader/files/newsreader-latin-ext-400-normal.woff2',
      weight: '400',
      style: 'normal',
    },
    {
      path: '../node_modules/@fontsource/newsreader/files/newsreader-latin-ext-600-normal.woff2',
      weight: '600',
      style: 'normal',
    },
  ],
  declarations: [
    { prop: 'font-family', value: 'newsreader' },
    {
      prop: 'unicode-range',
      value:
        'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
    },
  ],
  display: 'swap',
  preload: false,
  adjustFontFallback: false,
});

export const newsreaderItalicExtended = localFont({
  variable: '--face-italic-extended',
  src: [
    {
      path: '../node_modules/@fontsource/newsreader/files/newsreader-latin-ext-400-italic.woff2',
      weight: '400',
      style: 'italic',
    },
  ],
  declarations: [
    { prop: 'font-family', value: 'newsreader-italic' },
    {
      prop: 'unicode-range',
      value:
        'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
    },
  ],
  display: 'swap',
  preload: false,
  adjustFontFallback: false,
});
