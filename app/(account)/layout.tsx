import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { getChrome } from '#app/_cached/edition';
import { Chrome } from '#components/site/chrome';
import '../styles/account-pages.css';
import '../styles/doors.css';

// Whole pages made for each request: forms and redirects have to work without JavaScript.
export const instant = false;

export const metadata: Metadata = { robots: { index: false, follow: false } };

export default async function AccountLayout({ children }: { children: ReactNode }) {
  return <Chrome {...(await getChrome())}>{children}</Chrome>;
}
