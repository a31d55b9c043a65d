import type { ReactNode } from 'react';
import { cachedSettings } from '#app/_cached/settings';
import './globals.css';

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { language, direction } = await cachedSettings();
  return (
    <html lang={language} dir={direction}>
      <body>{children}</body>
    </html>
  );
}
