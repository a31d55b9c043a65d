import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { RevisionsPage } from '#components/newsroom/revisions-page';
import { compareRevisions, listRevisions } from '#features/newsroom/queries';
import { pageNumber } from '#lib/addresses';
import { newsroomTextsFor } from '#messages/newsroom';
import { forDesk } from '../for-desk.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: newsroomTextsFor((await getEdition()).settings.language).revisionsTitle };
}

export default async function Page({ params, searchParams }: PageProps<'/admin/articles/[id]/revisions'>) {
  const asked = await searchParams;
  const number = (name: string): number | null => {
    const value = asked[name];
    return typeof value === 'string' ? pageNumber(value) : null;
  };
  const [before, after] = [number('before'), number('after')];
  return forDesk(
    (await params).id,
    '/revisions',
    ({ actor, id }) =>
      Promise.all([
        listRevisions({ actor, id, page: number('page') ?? 1 }),
        before && after ? compareRevisions({ actor, id, before, after }) : null,
      ]),
    ([list, comparison], { id, edition }) => (
      <RevisionsPage
        {...list}
        id={id}
        compared={comparison && before && after ? { before, after, comparison } : null}
        restored={asked.restored === '1'}
        edition={edition}
      />
    ),
  );
}
