import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { getChrome } from '#app/_cached/edition';
import { Chrome } from '#components/site/chrome';
import '../styles/newsroom.css';

// A link may be taken back at any moment, so its page is made for each request.
export const instant = false;

export const metadata: Metadata = {
  robots: { index: false, follow: false, noarchive: true },
  // Who is linked to in the text does not learn the address.
  referrer: 'no-referrer',
};

export default async function PreviewLayout({ children }: { children: ReactNode }) {
  return <Chrome {...(await getChrome())}>{children}</Chrome>;
}
