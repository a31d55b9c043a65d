import type { Metadata, Viewport } from 'next';
import type { CSSProperties, ReactNode } from 'react';
import { cachedSettings } from '#app/_cached/settings';
import { readableOn } from '#lib/colour';
import { siteUrl } from '#lib/env';
import { markSignedIn } from '#lib/mark-signed-in';
import { paper } from './_metadata/colours.ts';
import { feedTypes, siteName } from './_metadata/reading.ts';
import { newsreader, newsreaderExtended, newsreaderItalic, newsreaderItalicExtended } from './fonts.ts';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const settings = await cachedSettings();
  return {
    metadataBase: new URL(siteUrl()),
    title: { default: settings.name, template: `%s | ${settings.name}` },
    description: settings.tagline,
    applicationName: settings.name,
    generator: 'Broadsheet',
    alternates: { types: feedTypes('', settings.name) },
    openGraph: siteName(settings),
    twitter: { card: 'summary_large_image' },
    formatDetection: { telephone: false, email: false, address: false },
  };
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: paper.light },
    { media: '(prefers-color-scheme: dark)', color: paper.dark },
  ],
};

/** Naming them puts their faces into the style sheet; the families are called by name in `tokens.css`. */
const fonts = [newsreader, newsreaderItalic, newsreaderExtended, newsreaderItalicExtended]
  .map((font) => font.variable)
  .join(' ');

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { language, direction, accent } = await cachedSettings();
  // Each look has the accent as near to the chosen one as can be read on its paper, washes included.
  const accents = {
    '--accent-light': readableOn(accent, paper.lightWash),
    '--accent-dark': readableOn(accent, paper.darkWash),
  } as CSSProperties;
  return (
    // The script may have marked it by the time React looks.
    <html lang={language} dir={direction} className={fonts} style={accents} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours. */}
        <script dangerouslySetInnerHTML={{ __html: markSignedIn }} />
      </head>
      <body>{children}</body>
    </html>
  );
}
