import type { Metadata } from 'next';
import { connection } from 'next/server';
import { getEdition } from '#app/_cached/edition';
import { withEmbeds } from '#app/_cached/embeds';
import { ArticlePage } from '#components/article/article-page';
import { DeskNotice } from '#components/newsroom/notice';
import { getPreview } from '#features/newsroom/queries';
import { answerWith } from '#lib/served-request';
import { newsroomTextsFor } from '#messages/newsroom';

/** A page of each request: the link may have ended meanwhile. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: newsroomTextsFor((await getEdition()).settings.language).preview };
}

export default async function Page({ params }: PageProps<'/preview/[token]'>) {
  await connection();
  const [{ token }, { edition }] = await Promise.all([params, getEdition()]);
  const t = newsroomTextsFor(edition.language);
  const preview = await getPreview(token);
  if (!preview) {
    answerWith(404);
    return <DeskNotice title={t.previewGone} text={t.previewGoneText} href="/" link={edition.t.backToFront} />;
  }
  const { article, expiresAt } = preview;
  return (
    <>
      <p className="preview-banner" role="note">
        {t.previewBanner} {expiresAt && t.previewBannerUntil(edition.format.dateTime(expiresAt))}
      </p>
      <ArticlePage article={article} edition={await withEmbeds(edition, article.body)} />
    </>
  );
}
