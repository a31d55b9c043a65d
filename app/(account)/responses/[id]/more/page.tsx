import { followThreadAction, likeResponseAction, muteWriterAction } from '#app/_actions/responses';
import { PlainButton } from '#components/comment/plain-form';
import { ResponsePage } from '#components/comment/response-page';
import { responsePath, signInPath } from '#lib/addresses';
import { metadataFor, type Params, pageFor, type ResponsePageData } from '../page-for.tsx';

type Props = Params & { searchParams: Promise<{ done?: string | string[] }> };

export const generateMetadata = ({ params }: Props) => metadataFor(params, (t, name) => t.responsePageTitle(name));

export default function Page({ params, searchParams }: Props) {
  return pageFor(params, async (data) => {
    const { t } = data.edition;
    const { done } = await searchParams;
    const said = { posted: t.postedHeld, reported: t.reportSent, appealed: t.appealSent }[String(done)];
    return (
      <ResponsePage
        {...data}
        title={t.responsePageTitle(data.name)}
        said={done === 'posted' && data.held === null ? undefined : said}
      >
        <h2 className="label">{t.responseActions}</h2>
        <Actions {...data} />
      </ResponsePage>
    );
  });
}

function Actions({ response, name, held, articleId, actor, mine, edition: { t } }: ResponsePageData) {
  const { id, userId } = response;
  if (actor.kind !== 'user') {
    return (
      <p>
        {t.signInTo} <a href={signInPath(responsePath(id, 'more'))}>{t.signIn}</a>
      </p>
    );
  }
  const own = mine.own.includes(id);
  const liked = mine.liked.includes(id);
  const muted = userId !== null && mine.muted.includes(userId);
  return (
    <ul className="response-forms">
      {!held && response.kind === 'comment' && (
        <li>
          <a href={responsePath(id, 'reply')}>{t.reply}</a>
        </li>
      )}
      {!held && !own && response.kind === 'comment' && (
        <li>
          <PlainButton
            at={responsePath(id, 'more')}
            action={likeResponseAction}
            fields={{ id, on: liked ? '' : 1 }}
            label={liked ? t.unlike : t.like}
          />
        </li>
      )}
      {mine.editable.some((entry) => entry.id === id) && (
        <li>
          <a href={responsePath(id, 'edit')}>{t.edit}</a>
        </li>
      )}
      {own && (
        <li>
          <a href={responsePath(id, 'delete')}>{t.delete}</a>
        </li>
      )}
      {held?.canAppeal && (
        <li>
          <a href={responsePath(id, 'appeal')}>{t.appeal}</a>
        </li>
      )}
      {!own && (
        <li>
          <a href={responsePath(id, 'report')}>{t.report}</a>
        </li>
      )}
      {!own && userId && (
        <li>
          <PlainButton
            at={responsePath(id, 'more')}
            action={muteWriterAction}
            fields={{ id, userId, on: muted ? '' : 1 }}
            label={muted ? t.unmute(name) : t.mute(name)}
          />
        </li>
      )}
      <li>
        <PlainButton
          at={responsePath(id, 'more')}
          action={followThreadAction}
          fields={{ id, articleId, on: mine.follows ? '' : 1 }}
          label={mine.follows ? t.unfollow : t.followThread}
        />
      </li>
    </ul>
  );
}
