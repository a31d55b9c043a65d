import { Document } from '#components/article/document';
import type { ResponseView } from '#features/responses/schema';
import { hostOf } from '#lib/addresses';
import type { Edition } from '#messages/edition';

type Props = { response: ResponseView; edition: Edition; parent?: ResponseView };

/** One response: what it is, who wrote it, when, and its words. `parent` is named where the indent can't show it. */
export function Response({ response, edition, parent }: Props) {
  const { t, format } = edition;
  const id = `response-${response.id}`;
  const isLinkback = response.kind !== 'comment';
  const name = response.name || (isLinkback && response.link ? hostOf(response.link) : t.anonymous);
  const label = { comment: t.comment, trackback: t.trackback, pingback: t.pingback, webmention: t.webmention }[
    response.kind
  ];
  return (
    <article id={id} className={isLinkback ? 'response is-linkback' : 'response'}>
      <p className="response-head">
        {isLinkback && <span className="response-kind">{label}</span>}
        {response.link && !isLinkback ? (
          <a className="response-name" href={response.link} rel="ugc nofollow noopener">
            <bdi>{name}</bdi>
          </a>
        ) : (
          <bdi className="response-name">{name}</bdi>
        )}
        <a className="response-date" href={`#${id}`}>
          <time dateTime={response.at}>{format.dateTime(response.at)}</time>
        </a>
      </p>
      {parent && (
        <p className="response-parent">
          <a href={`#response-${parent.id}`}>{t.inReplyTo(parent.name || t.anonymous)}</a>
        </p>
      )}
      {isLinkback && response.link && (
        <p className="response-title">
          <a href={response.link} rel="ugc nofollow noopener">
            <bdi>{response.title || response.link.replace(/^https?:\/\//, '')}</bdi>
          </a>
        </p>
      )}
      <div className="response-body" dir="auto">
        <Document body={response.body} edition={edition} prefix={`r${response.id}-`} ugc />
      </div>
    </article>
  );
}
