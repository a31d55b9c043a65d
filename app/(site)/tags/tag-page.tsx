import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { cachedListMoved, cachedTag } from '#app/_cached/articles';
import { getEdition } from '#app/_cached/edition';
import { listMetadata } from '#app/_metadata/reading';
import { ListPage } from '#components/site/list-page';
import { decodeSegment, pageNumber, tagPath } from '#lib/addresses';

type Params = Promise<{ slug: string; page?: string }>;

/** The newest page at the bare address, the others by their number from the oldest. */
async function read(params: Params) {
  const { slug: segment, page: wanted } = await params;
  const slug = decodeSegment(segment);
  const page = wanted === undefined ? undefined : pageNumber(wanted);
  if (slug === null || page === null) notFound();
  const found = await cachedTag(slug, page);
  const moved = found ? null : await cachedListMoved('tag', slug);
  if (moved !== null) permanentRedirect(moved);
  if (!found || page === found.list.pages) notFound();
  return { ...found, path: tagPath(slug), numbered: page !== undefined };
}

export async function tagMetadata(params: Params): Promise<Metadata> {
  const [{ tag, list, path, numbered }, { settings, edition }] = await Promise.all([read(params), getEdition()]);
  return listMetadata({
    settings,
    title: tag.name,
    description: edition.t.articlesOn(tag.name),
    path: numbered ? `${path}/page/${list.page}` : path,
    feeds: path,
    ...(numbered ? { page: list } : {}),
  });
}

export async function TagPage({ params }: { params: Params }) {
  const [{ tag, list, path }, { edition }] = await Promise.all([read(params), getEdition()]);
  return (
    <ListPage
      edition={edition}
      kicker={edition.t.tag}
      title={tag.name}
      list={list}
      path={path}
      feed={`${path}/feed.xml`}
      showSection
    />
  );
}
