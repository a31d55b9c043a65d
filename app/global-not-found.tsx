import type { Metadata } from 'next';
import { getChrome, getEdition } from '#app/_cached/edition';
import { Chrome } from '#components/site/chrome';
import { NotFoundNotice } from '#components/site/not-found-notice';
import RootLayout, { generateMetadata as rootMetadata } from './layout.tsx';

export { generateViewport } from './layout.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const [root, { edition }] = await Promise.all([rootMetadata(), getEdition()]);
  return { ...root, title: edition.t.notFoundTitle, robots: { index: false } };
}

/** What is at an address that no route has: a whole document, because nothing is around it. */
export default async function GlobalNotFound() {
  const chrome = await getChrome();
  return (
    <RootLayout>
      <Chrome {...chrome}>
        <NotFoundNotice t={chrome.edition.t} sections={chrome.sections} />
      </Chrome>
    </RootLayout>
  );
}
