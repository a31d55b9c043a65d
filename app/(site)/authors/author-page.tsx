import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { cachedAuthor, cachedListMoved } from '#app/_cached/articles';
import { getEdition } from '#app/_cached/edition';
import { listMetadata } from '#app/_metadata/reading';
import { ListPage } from '#components/site/list-page';
import { authorPath, decodeSegment, hostOf, pageNumber } from '#lib/addresses';
import { safeUrl } from '#lib/document/schema';

type Params = Promise<{ slug: string; page?: string }>;

/** The newest page at the bare address, the others by their number from the oldest. */
async function read(params: Params) {
  const { slug: segment, page: wanted } = await params;
  const slug = decodeSegment(segment);
  const page = wanted === undefined ? undefined : pageNumber(wanted);
  if (slug === null || page === null) notFound();
  const found = await cachedAuthor(slug, page);
  const moved = found ? null : await cachedListMoved('author', slug);
  if (moved !== null) permanentRedirect(moved);
  if (!found || page === found.list.pages) notFound();
  return { ...found, path: authorPath(slug), numbered: page !== undefined };
}

export async function authorMetadata(params: Params): Promise<Metadata> {
  const [{ author, list, path, numbered }, { settings, edition }] = await Promise.all([read(params), getEdition()]);
  return listMetadata({
    settings,
    title: author.name,
    description: author.bio || edition.t.articlesBy(author.name),
    path: numbered ? `${path}/page/${list.page}` : path,
    feeds: path,
    ...(numbered ? { page: list } : {}),
  });
}

export async function AuthorPage({ params }: { params: Params }) {
  const [{ author, list, path }, { edition }] = await Promise.all([read(params), getEdition()]);
  const { t } = edition;
  const link = safeUrl(author.link ?? '');
  return (
    <ListPage
      edition={edition}
      kicker={author.kind === 'desk' ? t.desk : t.author}
      title={author.name}
      intro={
        (author.bio || link) && (
          <>
            {author.bio && <p dir="auto">{author.bio}</p>}
            {link && (
              <p>
                <a href={link} rel="me noopener">
                  {t.authorLink(hostOf(link))}
                </a>
              </p>
            )}
          </>
        )
      }
      list={list}
      path={path}
      feed={`${path}/feed.xml`}
      showSection
    />
  );
}
