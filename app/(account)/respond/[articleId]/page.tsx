import type { Metadata } from 'next';
import { currentActor } from '#app/_actions/actor';
import { carriedText } from '#app/_actions/carried-text';
import { getAttach } from '#app/_cached/attachments';
import { getEdition } from '#app/_cached/edition';
import { cachedNavigation } from '#app/_cached/settings';
import { RespondForm } from '#components/comment/respond-form';
import { Response, writerOf } from '#components/comment/response';
import { NotFoundNotice } from '#components/site/not-found-notice';
import { getDiscussion, getResponse } from '#features/responses/queries';
import { longestResponse } from '#features/responses/schema';
import { articlePath, respondPath, signInPath } from '#lib/addresses';
import { answerWith } from '#lib/served-request';

type Props = { params: Promise<{ articleId: string }> };

async function read(params: Props['params']) {
  const { articleId } = await params;
  const id = /^[1-9]\d{0,14}$/.test(articleId) ? Number(articleId) : null;
  const [{ edition }, article] = await Promise.all([getEdition(), id === null ? null : getDiscussion(id)]);
  return { id, article, edition };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { article, edition } = await read(params);
  return {
    title: article ? edition.t.respondPageTitle(article.headline) : edition.t.notFoundTitle,
    robots: { index: false, follow: false },
  };
}

/** Where a response that was written before signing in, without JavaScript, is posted after it. */
export default async function Page({ params }: Props) {
  const { id, article, edition } = await read(params);
  const { t, language } = edition;
  if (id === null || !article) {
    answerWith(404);
    return <NotFoundNotice t={t} sections={(await cachedNavigation()).sections} />;
  }
  const [actor, carried, attach] = await Promise.all([currentActor(), carriedText(id), getAttach()]);
  const parent = carried?.parentId ? await getResponse(carried.parentId) : null;
  return (
    <main id="content" className="response-page">
      <header className="list-header">
        <p className="kicker">
          {t.responsesTo}{' '}
          <a href={articlePath(article.slug)}>
            <bdi>{article.headline}</bdi>
          </a>
        </p>
        <h1>{t.respondTitle}</h1>
      </header>
      <div className="responses">
        {actor.kind === 'anonymous' && (
          <p className="response-done">
            {carried ? t.carriedText : t.signInTo} <a href={signInPath(respondPath(id))}>{t.signIn}</a>
          </p>
        )}
        {parent && <Response response={parent} edition={edition} />}
        <RespondForm
          articleId={id}
          language={language}
          longest={longestResponse}
          purpose={parent ? { kind: 'reply', parentId: parent.id, name: writerOf(parent, t) } : { kind: 'new' }}
          text={carried?.text ?? ''}
          attach={attach}
          returnTo={respondPath(id)}
          at={respondPath(id)}
        />
        <p className="response-back">
          <a href={`${articlePath(article.slug)}#responses`}>{t.backToDiscussion}</a>
        </p>
      </div>
    </main>
  );
}
