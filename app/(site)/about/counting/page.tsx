import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { siteName } from '#app/_metadata/reading';
import { Counting } from '#components/site/counting';
import { countingPath } from '#lib/addresses';

export async function generateMetadata(): Promise<Metadata> {
  const { settings, edition } = await getEdition();
  const { howCounted: title, countingIntro: description } = edition.t;
  return {
    title,
    description,
    alternates: { canonical: countingPath },
    openGraph: { ...siteName(settings), title, description, url: countingPath },
  };
}

export default async function CountingPage() {
  const { settings, edition } = await getEdition();
  return <Counting edition={edition} windowMinutes={settings.hitWindowMinutes} timeZone={settings.timeZone} />;
}
