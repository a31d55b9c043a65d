import type { Metadata } from 'next';
import { getChrome, getEdition } from '#app/_cached/edition';
import { Chrome } from '#components/site/chrome';
import { NotFoundNotice } from '#components/site/not-found-notice';

export async function generateMetadata(): Promise<Metadata> {
  const { edition } = await getEdition();
  return { title: edition.t.notFoundTitle, robots: { index: false } };
}

/** Stands alone: unmatched addresses are rendered in the root layout, so it brings the whole page. */
export default async function NotFound() {
  const chrome = await getChrome();
  return (
    <Chrome {...chrome}>
      <NotFoundNotice t={chrome.edition.t} sections={chrome.sections} />
    </Chrome>
  );
}
