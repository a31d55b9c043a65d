import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { cachedListMoved, cachedSection } from '#app/_cached/articles';
import { getEdition } from '#app/_cached/edition';
import { cachedMostRead } from '#app/_cached/views';
import { listMetadata } from '#app/_metadata/reading';
import { ListPage } from '#components/site/list-page';
import { MostRead } from '#components/site/most-read';
import { decodeSegment, pageNumber, sectionPath } from '#lib/addresses';

type Params = Promise<{ slug: string; page?: string }>;

/** The newest page at the bare address, the others by their number from the oldest. */
async function read(params: Params) {
  const { slug: segment, page: wanted } = await params;
  const slug = decodeSegment(segment);
  const page = wanted === undefined ? undefined : pageNumber(wanted);
  if (slug === null || page === null) notFound();
  const found = await cachedSection(slug, page);
  const moved = found ? null : await cachedListMoved('section', slug);
  if (moved !== null) permanentRedirect(moved);
  if (!found || page === found.list.pages) notFound();
  return { ...found, path: sectionPath(slug), numbered: page !== undefined };
}

export async function sectionMetadata(params: Params): Promise<Metadata> {
  const [{ section, list, path, numbered }, { settings }] = await Promise.all([read(params), getEdition()]);
  return listMetadata({
    settings,
    title: section.name,
    description: section.description,
    path: numbered ? `${path}/page/${list.page}` : path,
    feeds: path,
    ...(numbered ? { page: list } : {}),
  });
}

export async function SectionPage({ params }: { params: Params }) {
  const [{ section, list, path, numbered }, { settings, edition }] = await Promise.all([read(params), getEdition()]);
  const mostRead = numbered ? null : await cachedMostRead(5, settings.timeZone, section.slug);
  return (
    <ListPage
      edition={edition}
      kicker={edition.t.section}
      title={section.name}
      intro={section.description && <p dir="auto">{section.description}</p>}
      list={list}
      path={path}
      feed={`${path}/feed.xml`}
      after={mostRead && <MostRead lists={mostRead} edition={edition} />}
    />
  );
}
