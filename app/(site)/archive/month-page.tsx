import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cachedMonth } from '#app/_cached/articles';
import { getEdition } from '#app/_cached/edition';
import { listMetadata } from '#app/_metadata/reading';
import { ListPage } from '#components/site/list-page';
import { monthPath, pageNumber } from '#lib/addresses';

type Params = Promise<{ year: string; month: string; page?: string }>;

async function read(params: Params) {
  const { year, month, page: wanted } = await params;
  if (!/^[1-9]\d{3}$/.test(year) || !/^(0[1-9]|1[0-2])$/.test(month)) notFound();
  const page = wanted === undefined ? undefined : pageNumber(wanted);
  if (page === null) notFound();
  const { settings, edition } = await getEdition();
  const when = { year: Number(year), month: Number(month) };
  const list = await cachedMonth({ ...when, timeZone: settings.timeZone }, page);
  // A month in which nothing was published has no page; otherwise there would be one for every month of all time.
  if (!list || list.total === 0 || page === list.pages) notFound();
  const path = monthPath(when.year, when.month);
  const name = edition.format.month(when.month, when.year);
  return { list, path, name, settings, edition, numbered: page !== undefined };
}

export async function monthMetadata(params: Params): Promise<Metadata> {
  const { list, path, name, settings, edition, numbered } = await read(params);
  return listMetadata({
    settings,
    title: edition.t.monthTitle(name),
    description: edition.t.articleCount(list.total, edition.format.number(list.total)),
    path: numbered ? `${path}/page/${list.page}` : path,
    ...(numbered ? { page: list } : {}),
  });
}

export async function MonthPage({ params }: { params: Params }) {
  const { list, path, name, edition } = await read(params);
  return <ListPage edition={edition} kicker={edition.t.archive} title={name} list={list} path={path} showSection />;
}
