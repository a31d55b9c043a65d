import type { MentionView } from '#features/linkbacks/schema';
import { articlePath, responsePath, sendWebmentionPath } from '#lib/addresses';
import { safeUrl } from '#lib/document/schema';
import type { Edition } from '#messages/edition';
import { protocolName } from './send-page.tsx';

/** What became of a linkback, for who sent it. */
export function StatusPage({ mention, edition }: { mention: MentionView; edition: Edition }) {
  const { t, format } = edition;
  const { state, problem, source, article, at, checkedAt, dueAt, responseId } = mention;
  const said = {
    waiting: t.mentionWaiting,
    held: t.mentionHeld,
    shown: t.mentionShown,
    hidden: t.mentionHidden,
    refused: t.mentionRefused,
    withdrawn: t.mentionWithdrawn,
  }[state];
  const again = `${sendWebmentionPath}?${new URLSearchParams({ source, target: mention.target })}`;
  const href = safeUrl(source);
  return (
    <main id="content" className="account-page">
      <h1>{t.mentionTitle}</h1>
      <p className="account-lead" role="status">
        {said} {(state === 'refused' || state === 'waiting' || state === 'withdrawn') && problem}
      </p>
      {responseId !== null && (
        <p className="account-choices">
          <a className="account-button" href={responsePath(responseId)}>
            {t.mentionSee}
          </a>
        </p>
      )}
      <dl className="linkback-facts">
        <dt>{t.mentionSource}</dt>
        <dd dir="ltr">
          {href === null ? (
            source
          ) : (
            <a href={href} rel="ugc nofollow noopener noreferrer">
              {source}
            </a>
          )}
        </dd>
        <dt>{t.mentionTarget}</dt>
        <dd>
          <a href={articlePath(article.slug)}>
            <bdi>{article.headline}</bdi>
          </a>
        </dd>
        <dt>{t.mentionProtocol}</dt>
        <dd>{protocolName(t, mention.protocol)}</dd>
        <Time label={t.mentionAt} at={at} format={format} />
        {checkedAt && <Time label={t.mentionChecked} at={checkedAt} format={format} />}
        {state === 'waiting' && checkedAt && dueAt && <Time label={t.mentionDue} at={dueAt} format={format} />}
      </dl>
      {(state === 'refused' || state === 'withdrawn') && (
        <p className="account-note">
          <a href={again}>{t.mentionAgain}</a>
        </p>
      )}
    </main>
  );
}

const Time = ({ label, at, format }: { label: string; at: string; format: Edition['format'] }) => (
  <>
    <dt>{label}</dt>
    <dd>
      <time dateTime={at}>{format.dateTime(at)}</time>
    </dd>
  </>
);
