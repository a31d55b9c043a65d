import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { PreviewFrames } from '#components/newsroom/preview-frames';
import { getDesk } from '#features/newsroom/queries';
import { newsroomTextsFor } from '#messages/newsroom';
import { forDesk } from '../../for-desk.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: newsroomTextsFor((await getEdition()).settings.language).previewBoth };
}

export default async function Page({ params }: PageProps<'/admin/articles/[id]/preview/phone'>) {
  return forDesk(
    (await params).id,
    '/preview/phone',
    ({ actor, id }) => getDesk({ actor, id }),
    ({ copy }, { id, edition }) => <PreviewFrames id={id} headline={copy.fields.headline} edition={edition} />,
  );
}
