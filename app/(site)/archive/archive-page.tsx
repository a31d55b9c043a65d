import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cachedArchive, cachedMonths } from '#app/_cached/articles';
import { getEdition } from '#app/_cached/edition';
import { listMetadata } from '#app/_metadata/reading';
import { ListPage } from '#components/site/list-page';
import { Months } from '#components/site/months';
import { archivePath, pageNumber } from '#lib/addresses';

/** `wanted`: the page number of the address; without it, the newest page under the index of months. */
async function read(wanted?: string) {
  const page = wanted === undefined ? undefined : pageNumber(wanted);
  if (page === null) notFound();
  const list = await cachedArchive(page);
  if (!list || page === list.pages) notFound();
  return { list, numbered: page !== undefined };
}

export async function archiveMetadata(wanted?: string): Promise<Metadata> {
  const [{ list, numbered }, { settings, edition }] = await Promise.all([read(wanted), getEdition()]);
  return listMetadata({
    settings,
    title: edition.t.archive,
    description: edition.t.archiveIntro(list.total, edition.format.number(list.total)),
    path: numbered ? `${archivePath}/page/${list.page}` : archivePath,
    ...(numbered ? { page: list } : {}),
  });
}

export async function ArchivePage({ wanted }: { wanted?: string }) {
  const [{ list, numbered }, { settings, edition }] = await Promise.all([read(wanted), getEdition()]);
  const months = numbered ? [] : await cachedMonths(settings.timeZone);
  return (
    <ListPage edition={edition} title={edition.t.archive} list={list} path={archivePath} feed="/feed.xml" showSection>
      {months.length > 0 && <Months months={months} edition={edition} />}
    </ListPage>
  );
}
