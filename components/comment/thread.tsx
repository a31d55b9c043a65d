import { Link } from '#components/ui/link';
import type { ResponseView, ThreadView } from '#features/responses/schema';
import { articlePath, threadPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { Response } from './response.tsx';

type Props = {
  thread: ThreadView;
  slug: string;
  open: boolean;
  /** A protected article has no feed of its responses: they may quote it. */
  feed: boolean;
  edition: Edition;
};

/** The responses under an article: how many, the threads, further pages, and whether it takes more. */
export function Thread({ thread, slug, open, feed, edition }: Props) {
  const { t, format } = edition;
  const { total, responses } = thread;
  return (
    <section className="responses" aria-labelledby="responses">
      <div className="responses-head">
        <h2 id="responses">{total === 0 ? t.responses : t.responseCount(total, format.number(total))}</h2>
        {feed && total > 0 && <a href={`${articlePath(slug)}/responses/feed.xml`}>{t.responsesFeed}</a>}
      </div>
      {total === 0 && <p className="responses-note">{open ? t.noResponses : t.noResponsesClosed}</p>}
      <Responses responses={responses} edition={edition} depth={1} />
      <ThreadPages thread={thread} slug={slug} edition={edition} />
      {total > 0 && !open && <p className="responses-note">{t.responsesClosed}</p>}
    </section>
  );
}

/** How deep a thread is indented; beyond, a line says what is answered. */
const deepestIndent = 4;

function Responses({
  responses,
  edition,
  depth,
  parent,
}: {
  responses: ResponseView[];
  edition: Edition;
  depth: number;
  parent?: ResponseView;
}) {
  if (responses.length === 0) return null;
  return (
    <ol className={depth === 1 ? 'thread' : depth > deepestIndent ? 'replies is-deep' : 'replies'}>
      {responses.map((response) => (
        <li key={response.id}>
          <Response response={response} edition={edition} {...(parent && depth > deepestIndent ? { parent } : {})} />
          <Responses responses={response.replies} edition={edition} depth={depth + 1} parent={response} />
        </li>
      ))}
    </ol>
  );
}

function ThreadPages({
  thread: { page, pages },
  slug,
  edition: { t, format },
}: Pick<Props, 'thread' | 'slug' | 'edition'>) {
  if (pages === 1) return null;
  return (
    <nav className="pagination" aria-label={t.responses}>
      {page > 1 ? (
        <Link href={threadPath(slug, page - 1)} rel="prev">
          {t.earlier}
        </Link>
      ) : (
        <span />
      )}
      <span>{t.pageOf(format.number(page), format.number(pages))}</span>
      {page < pages ? (
        <Link href={threadPath(slug, page + 1)} rel="next">
          {t.later}
        </Link>
      ) : (
        <span />
      )}
    </nav>
  );
}
