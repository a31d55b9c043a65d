import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { withEmbeds } from '#app/_cached/embeds';
import { ArticlePage } from '#components/article/article-page';
import { previewForDesk } from '#features/newsroom/queries';
import { newsroomTextsFor } from '#messages/newsroom';
import { forDesk } from '../for-desk.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: newsroomTextsFor((await getEdition()).settings.language).preview };
}

export default async function Page({ params, searchParams }: PageProps<'/admin/articles/[id]/preview'>) {
  // In a frame it stands alone: what is around it says what it is.
  const bare = (await searchParams).bare === '1';
  return forDesk(
    (await params).id,
    '/preview',
    async ({ actor, id, edition }) => {
      const { article } = await previewForDesk({ actor, id });
      return { article, full: await withEmbeds(edition, article.body) };
    },
    ({ article, full }, { edition }) => (
      <div className={bare ? 'preview is-bare' : 'preview'}>
        <p className="preview-banner">{newsroomTextsFor(edition.language).previewBanner}</p>
        <ArticlePage article={article} edition={full} />
      </div>
    ),
  );
}
