import type { Metadata } from 'next';
import { cachedFront } from '#app/_cached/articles';
import { getEdition } from '#app/_cached/edition';
import { cachedMostRead } from '#app/_cached/views';
import { feedTypes, siteName } from '#app/_metadata/reading';
import { StructuredData } from '#components/article/structured-data';
import { EmptyFront } from '#components/site/empty-front';
import { Front } from '#components/site/front';
import { MostRead } from '#components/site/most-read';
import { siteUrl } from '#lib/env';

export async function generateMetadata(): Promise<Metadata> {
  const { settings } = await getEdition();
  const { name, tagline } = settings;
  return {
    title: { absolute: tagline ? `${name}: ${tagline}` : name },
    description: tagline,
    alternates: { canonical: '/', types: feedTypes('', name) },
    openGraph: {
      ...siteName(settings),
      title: name,
      description: tagline,
      url: '/',
      images: [{ url: '/opengraph-image', width: 1200, height: 630 }],
    },
  };
}

export default async function FrontPage() {
  const [front, { settings, edition }] = await Promise.all([cachedFront(), getEdition()]);
  if (!front.lead) return <EmptyFront edition={edition} name={settings.name} />;
  const { name, language, timeZone } = settings;
  const mostRead = await cachedMostRead(5, timeZone);
  return (
    <>
      <Front {...front} lead={front.lead} edition={edition} name={name} layout={settings.frontLayout}>
        <MostRead lists={mostRead} edition={edition} />
      </Front>
      <StructuredData
        data={{
          '@context': 'https://schema.org',
          '@type': 'WebSite',
          name,
          url: `${siteUrl()}/`,
          inLanguage: language,
        }}
      />
    </>
  );
}
