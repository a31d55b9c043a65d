import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { cachedNavigation } from '#app/_cached/settings';
import { StatusPage } from '#components/linkback/status-page';
import { NotFoundNotice } from '#components/site/not-found-notice';
import { getMention } from '#features/linkbacks/queries';
import { answerWith } from '#lib/served-request';
import '../../../styles/linkback-pages.css';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const { edition } = await getEdition();
  return { title: edition.t.mentionTitle, robots: { index: false, follow: false }, referrer: 'no-referrer' };
}

/** The address that a sender was given. */
export default async function Page({ params }: Props) {
  const [{ id }, { edition }] = await Promise.all([params, getEdition()]);
  const mention = await getMention(id);
  if (mention) return <StatusPage mention={mention} edition={edition} />;
  answerWith(404);
  const { sections } = await cachedNavigation();
  return <NotFoundNotice t={edition.t} sections={sections} />;
}
