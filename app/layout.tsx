import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { preload } from 'react-dom';
import { cachedSettings } from '#app/_cached/settings';
import { siteUrl } from '#lib/env';
import { markSignedIn } from '#lib/mark-signed-in';
import { lookAttributes, papers } from './_metadata/colours.ts';
import { feedTypes, siteName } from './_metadata/reading.ts';
import { facesOf } from './fonts.ts';
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

export async function generateViewport(): Promise<Viewport> {
  const { light, dark } = papers[(await cachedSettings()).look];
  return {
    colorScheme: 'light dark',
    themeColor: [
      { media: '(prefers-color-scheme: light)', color: light },
      { media: '(prefers-color-scheme: dark)', color: dark },
    ],
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const settings = await cachedSettings();
  const { language, direction } = settings;
  for (const face of facesOf(settings)) preload(face, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' });
  return (
    // The script may have marked it by the time React looks.
    <html lang={language} dir={direction} {...lookAttributes(settings)} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours. */}
        <script dangerouslySetInnerHTML={{ __html: markSignedIn }} />
      </head>
      <body>{children}</body>
    </html>
  );
}
