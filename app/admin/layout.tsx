import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { getEdition } from '#app/_cached/edition';
import { Frame } from '#components/admin/frame';
import '../styles/admin.css';
import '../styles/newsroom.css';
import '../styles/keeping.css';

export const metadata: Metadata = { robots: { index: false, follow: false } };

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { settings, edition } = await getEdition();
  return (
    <Frame name={settings.name} edition={edition}>
      {children}
    </Frame>
  );
}
