import { Link } from '#components/ui/link';
import { Markup } from '#components/ui/markup';
import type { ArticleView } from '#features/articles/schema';
import { longestResponse, type ResponseView, type ThreadView } from '#features/responses/schema';
import { articlePath, threadPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import type { Attach } from '../attachment/limits.ts';
import { Discussion } from './discussion.tsx';
import { Reactions } from './reactions.tsx';
import { Response } from './response.tsx';

type Props = {
  /** With the newest response under the article when the page was made. */
  thread: ThreadView & { newest: number };
  article: ArticleView;
  edition: Edition;
  /** How deep threads are indented; beyond, a line says what is answered. */
  depth: number;
  /** The whole site takes no responses for now. */
  readOnly: boolean;
  /** What files may come along; null: none may. */
  attach: Attach | null;
};

/** The responses under an article: how many, the form, the threads, further pages, and whether it takes more. */
export function Thread({ thread, article, edition, depth, readOnly, attach }: Props) {
  const { t, format, language } = edition;
  const { total, responses, order } = thread;
  const open = article.commentsOpen && !readOnly;
  return (
    <Discussion
      articleId={article.id}
      slug={article.slug}
      path={
        thread.page === 1 && order === 'oldest'
          ? articlePath(article.slug)
          : threadPath(article.slug, thread.page, order)
      }
      open={open}
      language={language}
      longest={longestResponse}
      attach={attach}
      newest={thread.newest}
      depth={depth}
      head={
        <div className="responses-head">
          <h2 id="responses">{total === 0 ? t.responses : t.responseCount(total, format.number(total))}</h2>
          {article.body !== null && total > 0 && (
            <a href={`${articlePath(article.slug)}/responses/feed.xml`}>{t.responsesFeed}</a>
          )}
        </div>
      }
      notice={!open && <p className="responses-note">{closedNotice(article, readOnly, total, edition)}</p>}
      sort={total > 1 && <Sort slug={article.slug} order={order} edition={edition} />}
    >
      {thread.reactions.faces.length > 0 && (
        <Markup as="div" className="reactions">
          <Reactions reactions={thread.reactions} edition={edition} />
        </Markup>
      )}
      {total === 0 && open && <p className="responses-note responses-none">{t.noResponses}</p>}
      {responses.length > 0 && (
        <Markup as="ol" className="thread">
          <Responses
            responses={responses}
            edition={edition}
            depth={1}
            deepest={depth}
            actions={open ? 'open' : 'closed'}
            apart={thread.apart}
          />
        </Markup>
      )}
      <ThreadPages thread={thread} slug={article.slug} edition={edition} />
    </Discussion>
  );
}

function closedNotice(article: ArticleView, readOnly: boolean, total: number, { t, format }: Edition): string {
  if (readOnly && article.commentsOpen) return t.readOnlySite;
  if (article.commentsCloseAt) return t.closedAfter(format.date(article.commentsCloseAt));
  return total > 0 ? t.responsesClosed : t.noResponsesClosed;
}

/** All replies of a thread in the order of time, each with what it answers; threads may be deeper than the stack. */
function repliesBelow(response: ResponseView): { reply: ResponseView; parent: ResponseView }[] {
  const found: { reply: ResponseView; parent: ResponseView }[] = [];
  const open = [response];
  for (let parent = open.pop(); parent; parent = open.pop()) {
    for (const reply of parent.replies) {
      found.push({ reply, parent });
      open.push(reply);
    }
  }
  return found.sort((a, b) => a.reply.at.localeCompare(b.reply.at) || a.reply.id - b.reply.id);
}

type Level = {
  responses: ResponseView[];
  edition: Edition;
  depth: number;
  deepest: number;
  actions: 'open' | 'closed';
  /** Linkbacks come after all others, under a heading. */
  apart?: boolean;
};

/** Threads, indented to a depth; what is deeper stands flat, and says whom it answers. */
function Responses({ responses, depth, apart = false, ...level }: Level) {
  const { edition, deepest, actions } = level;
  const firstApart = apart ? responses.find(({ linkback }) => linkback !== null) : undefined;
  return responses.flatMap((response) => [
    response === firstApart && (
      <li key="apart" className="thread-apart">
        <h3>{edition.t.fromOtherSites}</h3>
      </li>
    ),
    <li key={response.id}>
      <Response response={response} edition={edition} actions={actions} />
      {response.replies.length > 0 &&
        (depth < deepest ? (
          <ol className="replies">
            <Responses {...level} responses={response.replies} depth={depth + 1} />
          </ol>
        ) : (
          <ol className="replies is-deep">
            {repliesBelow(response).map(({ reply, parent }) => (
              <li key={reply.id}>
                <Response
                  response={reply}
                  edition={edition}
                  parent={parent === response ? undefined : parent}
                  actions={actions}
                />
              </li>
            ))}
          </ol>
        ))}
    </li>,
  ]);
}

function Sort({ slug, order, edition: { t } }: { slug: string; order: ThreadView['order']; edition: Edition }) {
  const orders = [
    ['oldest', t.sortOldest],
    ['newest', t.sortNewest],
    ['liked', t.sortLiked],
  ] as const;
  return (
    <nav className="responses-sort" aria-label={t.sortLabel}>
      {orders.map(([name, label]) => (
        <Link
          key={name}
          href={name === 'oldest' ? threadPath(slug, 1) : `${threadPath(slug, 1, name)}#responses`}
          aria-current={name === order ? 'true' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

function ThreadPages({
  thread: { page, pages, order },
  slug,
  edition: { t, format },
}: {
  thread: ThreadView;
  slug: string;
  edition: Edition;
}) {
  if (pages === 1) return null;
  return (
    <nav className="pagination" aria-label={t.responses}>
      {page > 1 ? (
        <Link href={threadPath(slug, page - 1, order)} rel="prev">
          {t.earlier}
        </Link>
      ) : (
        <span />
      )}
      <span>{t.pageOf(format.number(page), format.number(pages))}</span>
      {page < pages ? (
        <Link href={threadPath(slug, page + 1, order)} rel="next" data-act="pages">
          {t.showMore}
        </Link>
      ) : (
        <span />
      )}
    </nav>
  );
}
