import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { MediaPage } from '#components/manage/media-page';
import { canManageMedia } from '#features/media/policy';
import { listLibrary } from '#features/media/queries';
import { type LibraryFilter, libraryKinds } from '#features/media/schema';
import { mediaDeskPath, pageNumber } from '#lib/addresses';
import { managingTextsFor } from '#messages/managing';
import { type Asked, asked, gated } from '../manage-gate.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: managingTextsFor((await getEdition()).settings.language).media };
}

export default function Page({ searchParams }: { searchParams: Promise<Asked> }) {
  return gated({ path: mediaDeskPath, may: canManageMedia, refusal: 'noManager' }, async ({ actor, edition }) => {
    const query = await searchParams;
    const kind = libraryKinds.find((each) => each === asked(query, 'kind'));
    const text = asked(query, 'q').trim();
    const filter: LibraryFilter = {
      ...(kind && { kind }),
      ...(text && { text }),
      ...(asked(query, 'unused') === '1' && { unused: true }),
    };
    const library = await listLibrary({ actor, filter, page: pageNumber(asked(query, 'page')) ?? 1 });
    return (
      <MediaPage
        {...{ library, filter, edition }}
        asList={asked(query, 'view') === 'list'}
        removed={asked(query, 'done') === 'removed'}
      />
    );
  });
}
