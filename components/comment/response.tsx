import type { ReactNode } from 'react';
import { Avatar } from '#components/account/avatar';
import { Document } from '#components/article/document';
import { Attached } from '#components/attachment/attached';
import type { ResponseView } from '#features/responses/schema';
import { hostOf, responseAnchor, responsePath } from '#lib/addresses';
import { escapeXml } from '#lib/html';
import type { Messages } from '#messages/catalogue';
import type { Edition } from '#messages/edition';
import { Face } from './reactions.tsx';

/** The name that stands over a response: of its writer, or of the site a linkback came from. */
export function writerOf(response: ResponseView, t: Messages): string {
  if (response.writerGone) return t.deletedReader;
  if (response.name) return response.name;
  return response.kind !== 'comment' && response.link ? hostOf(response.link) : t.anonymous;
}

type Props = {
  response: ResponseView;
  edition: Edition;
  /** Named where the indent can't show whom it answers. */
  parent?: ResponseView | undefined;
  /** What can be done with it: nothing, all but replying, all. */
  actions?: 'none' | 'closed' | 'open';
  /** A line under the words, such as why it waits. */
  note?: ReactNode;
};

/** One response: what it is, who wrote it, when, and its words. */
export function Response({ response, edition, parent, actions = 'none', note }: Props) {
  const { t } = edition;
  const id = responseAnchor(response.id);
  if (response.state === 'deleted') {
    return (
      <article id={id} className="response is-taken-back" data-id={response.id}>
        <p className="response-gone">{t.takenBack}</p>
      </article>
    );
  }
  const isLinkback = response.kind !== 'comment';
  const name = writerOf(response, t);
  const site = siteOf(response, name);
  return (
    <article
      id={id}
      className={isLinkback ? 'response is-linkback' : 'response'}
      data-id={response.id}
      data-name={name}
      aria-label={t.responseOf(name)}
      data-user={response.userId ?? undefined}
    >
      <Head response={response} name={name} edition={edition} />
      {parent && (
        <p className="response-parent">
          <a href={`#${responseAnchor(parent.id)}`}>{t.inReplyTo(writerOf(parent, t))}</a>
        </p>
      )}
      {isLinkback && response.link && (
        <p className="response-title">
          <a href={response.link} rel="ugc nofollow noopener">
            <bdi>{response.title || response.link.replace(/^https?:\/\//, '')}</bdi>
          </a>
          {site && (
            <span className="response-site">
              {' '}
              <bdi>{t.linkbackOn(site)}</bdi>
            </span>
          )}
        </p>
      )}
      <div className="response-body" dir="auto">
        <Document body={response.body} edition={edition} prefix={`r${response.id}-`} ugc />
      </div>
      <Attached files={response.attachments} edition={edition} />
      {note}
      {actions !== 'none' && <Foot response={response} name={name} open={actions === 'open'} edition={edition} />}
    </article>
  );
}

/** The site of a linkback, where neither the name over it nor its address in place of a title says it. */
const siteOf = ({ linkback, link, title }: ResponseView, name: string): string => {
  const site = linkback?.siteName || (link && title ? hostOf(link) : '');
  return site === name ? '' : site;
};

function Head({ response, name, edition: { t, format } }: { response: ResponseView; name: string; edition: Edition }) {
  const isLinkback = response.kind !== 'comment';
  const label = { comment: t.comment, trackback: t.trackback, pingback: t.pingback, webmention: t.webmention };
  return (
    <p className="response-head">
      {response.userId && !response.writerGone && <Avatar name={name} seed={response.userId} size={24} />}
      {isLinkback && (
        <Face name={name} seed={response.link ?? name} avatar={response.linkback?.avatar ?? null} size={24} />
      )}
      {isLinkback && (
        <span className="response-kind">
          {response.linkback?.kind === 'reply' ? t.linkbackReply : label[response.kind]}
        </span>
      )}
      {response.link && !isLinkback && !response.writerGone ? (
        <a className="response-name" href={response.link} rel="ugc nofollow noopener">
          <bdi>{name}</bdi>
        </a>
      ) : (
        <bdi className="response-name">{name}</bdi>
      )}
      {response.staff && <span className="response-staff">{t.staff}</span>}
      <a className="response-date" href={`#${responseAnchor(response.id)}`}>
        <time dateTime={response.at}>{format.dateTime(response.at)}</time>
      </a>
      {response.editedAt && (
        <time
          className="response-edited"
          dateTime={response.editedAt}
          title={t.editedAt(format.dateTime(response.editedAt))}
        >
          {t.edited}
        </time>
      )}
    </p>
  );
}

/**
 * Links that lead to pages with forms; where scripts run, `discussion.tsx` does it in place. One piece of HTML, because
 * a page has hundreds of them: as elements they were half of what there is to render and to send.
 */
function Foot({
  response: { id, kind, likes },
  name,
  open,
  edition: { t, format },
}: {
  response: ResponseView;
  name: string;
  open: boolean;
  edition: Edition;
}) {
  const link = (act: 'like' | 'reply' | 'more', page: 'more' | 'reply', label: string, whose: string) =>
    `<a href="${escapeXml(responsePath(id, page))}" rel="nofollow" data-act="${act}"${act === 'like' ? ' class="response-like"' : ''}>` +
    `${escapeXml(label)}${act === 'like' ? ` <span class="response-likes">${likes > 0 ? escapeXml(format.number(likes)) : ''}</span>` : ''}` +
    `<span class="sr-only">${escapeXml(whose)}</span></a>`;
  const links = [
    kind === 'comment' ? link('like', 'more', t.like, t.ofResponse(name)) : '',
    kind === 'comment' && open ? link('reply', 'reply', t.reply, t.toResponse(name)) : '',
    link('more', 'more', t.more, t.ofResponse(name)),
  ];
  // biome-ignore lint/security/noDangerouslySetInnerHtml: markup of ours, and every text in it escaped.
  return <p className="response-foot" dangerouslySetInnerHTML={{ __html: links.join('') }} />;
}
