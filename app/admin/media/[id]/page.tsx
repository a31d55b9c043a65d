import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { MediaFilePage } from '#components/manage/media-page';
import { canManageMedia } from '#features/media/policy';
import { requireLibraryFile } from '#features/media/queries';
import { mediaFilePath } from '#lib/addresses';
import { managingTextsFor } from '#messages/managing';
import { asked, gated } from '../../manage-gate.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: managingTextsFor((await getEdition()).settings.language).media };
}

export default async function Page({ params, searchParams }: PageProps<'/admin/media/[id]'>) {
  const { id } = await params;
  return gated({ path: mediaFilePath(id), may: canManageMedia, refusal: 'noManager' }, async ({ actor, edition }) => {
    const query = await searchParams;
    const t = managingTextsFor(edition.language);
    const { file, used, logo } = await requireLibraryFile({ actor, id });
    const replaced = asked(query, 'replaced');
    const done = /^\d{1,5}$/.test(replaced)
      ? t.mediaReplaced(Number(replaced), edition.format.number(Number(replaced)))
      : ({ saved: t.mediaSaved, focus: t.mediaFocusSaved }[asked(query, 'done')] ?? null);
    return <MediaFilePage {...{ file, used, logo, done, edition }} />;
  });
}
