import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { WritingDesk } from '#components/newsroom/desk';
import { getDesk, listChoices } from '#features/newsroom/queries';
import { newsroomTextsFor } from '#messages/newsroom';
import { forDesk } from './for-desk.tsx';
import '../../../styles/editor.css';
import '../../../styles/editor.css';
import '../../../styles/editor-blocks.css';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: newsroomTextsFor((await getEdition()).settings.language).articlesDesk };
}

export default async function DeskPage({ params, searchParams }: PageProps<'/admin/articles/[id]'>) {
  const { done } = await searchParams;
  return forDesk(
    (await params).id,
    '',
    ({ actor, id }) => Promise.all([getDesk({ actor, id }), listChoices()]),
    ([desk, choices], { actor, settings }) => (
      <WritingDesk
        // Another article is another desk.
        key={desk.id}
        desk={desk}
        choices={choices}
        userId={actor.kind === 'user' ? actor.id : ''}
        language={settings.language}
        timeZone={settings.timeZone}
        {...(typeof done === 'string' && { done })}
      />
    ),
  );
}
