import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getEdition } from '#app/_cached/edition';
import { cachedChanges } from '#app/_cached/newsroom';
import { ChangesPage } from '#components/site/changes-page';
import { changesPath, decodeSegment } from '#lib/addresses';
import { newsroomTextsFor } from '#messages/newsroom';

/** Rendered when first asked for; a build names one, whose page is a not-found. */
export const generateStaticParams = () => [{ slug: '-' }];

async function read(params: Promise<{ slug: string }>) {
  const slug = decodeSegment((await params).slug);
  const changes = slug === null ? null : await cachedChanges(slug);
  return changes ?? notFound();
}

export async function generateMetadata({ params }: PageProps<'/articles/[slug]/changes'>): Promise<Metadata> {
  const [{ slug, headline }, { settings }] = await Promise.all([read(params), getEdition()]);
  return {
    title: newsroomTextsFor(settings.language).changesTitle(headline),
    // The article itself is what search engines are to show.
    robots: { index: false, follow: true },
    alternates: { canonical: changesPath(slug) },
  };
}

export default async function Page({ params }: PageProps<'/articles/[slug]/changes'>) {
  const [changes, { edition }] = await Promise.all([read(params), getEdition()]);
  return <ChangesPage changes={changes} edition={edition} />;
}
