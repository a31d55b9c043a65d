import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getEdition } from '#app/_cached/edition';
import { cachedCorrections } from '#app/_cached/newsroom';
import { listMetadata } from '#app/_metadata/reading';
import { CorrectionsList } from '#components/site/corrections-list';
import { correctionsPath, pageNumber } from '#lib/addresses';
import { newsroomTextsFor } from '#messages/newsroom';

/** `wanted`: the page number of the address; without it, the newest page. */
async function read(wanted?: string) {
  const page = wanted === undefined ? undefined : pageNumber(wanted);
  if (page === null) notFound();
  const list = await cachedCorrections(page);
  if (!list || page === list.pages) notFound();
  return { list, numbered: page !== undefined };
}

export async function correctionsMetadata(wanted?: string): Promise<Metadata> {
  const [{ list, numbered }, { settings }] = await Promise.all([read(wanted), getEdition()]);
  const t = newsroomTextsFor(settings.language);
  return listMetadata({
    settings,
    title: t.correctionsPage,
    description: t.correctionsIntro,
    path: numbered ? `${correctionsPath}/page/${list.page}` : correctionsPath,
    ...(numbered ? { page: list } : {}),
  });
}

export async function CorrectionsPage({ wanted }: { wanted?: string }) {
  const [{ list }, { edition }] = await Promise.all([read(wanted), getEdition()]);
  return <CorrectionsList list={list} edition={edition} />;
}
