import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { preload } from 'react-dom';
import { currentActor } from '#app/_actions/actor';
import { cachedArticle, cachedFront } from '#app/_cached/articles';
import { getChrome, getEdition } from '#app/_cached/edition';
import { withEmbeds } from '#app/_cached/embeds';
import { lookAttributes } from '#app/_metadata/colours';
import { facesOf } from '#app/fonts';
import { ArticlePage } from '#components/article/article-page';
import { DeskNotice } from '#components/newsroom/notice';
import { Chrome } from '#components/site/chrome';
import { EmptyFront } from '#components/site/empty-front';
import { Front } from '#components/site/front';
import { getLogo, getLookDraft } from '#features/look/queries';
import { canChangeSettings } from '#features/settings/policy';
import type { Settings } from '#features/settings/schema';
import { lookDeskPath, signInPath } from '#lib/addresses';
import { answerWith } from '#lib/served-request';
import { managingTextsFor } from '#messages/managing';

/** A page of each request: who asks decides what it shows. It has nothing of the newsroom around it. */
export const instant = false;

export const metadata: Metadata = { robots: { index: false, follow: false } };

/** The front page or an article as the look that is tried makes it. It is looked at, not used: nothing on it can be pressed. */
export default async function Page({ params }: PageProps<'/admin/look/preview/[page]'>) {
  const [{ page }, actor, { settings, edition }] = await Promise.all([params, currentActor(), getEdition()]);
  if (actor.kind === 'anonymous') redirect(signInPath(lookDeskPath));
  const t = managingTextsFor(edition.language);
  const back = { href: lookDeskPath, link: t.backToAll };
  if (!canChangeSettings(actor)) {
    answerWith(403);
    return <DeskNotice title={t.noAdministrator} text={t.noAdministratorText} {...back} />;
  }
  if (page !== 'front' && page !== 'article') {
    answerWith(404);
    return <DeskNotice title={t.gone} text={edition.t.notFoundText} {...back} />;
  }
  const tried: Settings = { ...settings, ...(await getLookDraft({ actor })) };
  const [chrome, logo] = await Promise.all([getChrome(), getLogo(tried)]);
  for (const face of facesOf(tried)) preload(face, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' });
  return (
    <div className="look-page" inert {...lookAttributes(tried)}>
      <Chrome {...chrome} settings={tried} logo={logo}>
        {page === 'front' ? await frontOf(tried) : await articleOf()}
      </Chrome>
    </div>
  );
}

async function frontOf({ name, frontLayout }: Settings) {
  const [front, { edition }] = await Promise.all([cachedFront(), getEdition()]);
  if (!front.lead) return <EmptyFront edition={edition} name={name} />;
  return <Front {...front} lead={front.lead} edition={edition} name={name} layout={frontLayout} />;
}

/** The one that leads. */
async function articleOf() {
  const [{ lead }, { settings, edition }] = await Promise.all([cachedFront(), getEdition()]);
  const article = lead && (await cachedArticle(lead.slug));
  if (!article) return <EmptyFront edition={edition} name={settings.name} />;
  return <ArticlePage article={article} edition={await withEmbeds(edition, article.body)} />;
}
