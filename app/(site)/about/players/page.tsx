import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { siteName } from '#app/_metadata/reading';
import { PlayersPage } from '#components/embed/players-page';
import { listServices } from '#features/embeds/queries';
import { playersPath } from '#lib/addresses';

export async function generateMetadata(): Promise<Metadata> {
  const { settings, edition } = await getEdition();
  const { playersTitle: title, playersIntro: description } = edition.t;
  return {
    title,
    description,
    alternates: { canonical: playersPath },
    openGraph: { ...siteName(settings), title, description, url: playersPath },
  };
}

export default async function Page() {
  const { edition } = await getEdition();
  return <PlayersPage edition={edition} services={listServices()} />;
}
