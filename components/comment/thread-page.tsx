import { languageOf } from '#components/article/card';
import { Link } from '#components/ui/link';
import type { ArticleView } from '#features/articles/schema';
import type { ThreadView } from '#features/responses/schema';
import { articlePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { Thread } from './thread.tsx';

/** A further page of the responses to an article. */
export function ThreadPage({
  article,
  thread,
  edition,
}: {
  article: ArticleView;
  thread: ThreadView;
  edition: Edition;
}) {
  return (
    <main id="content" className="thread-page">
      <header className="list-header">
        <p className="kicker">{edition.t.responsesTo}</p>
        <h1 {...languageOf(article)}>
          <Link href={articlePath(article.slug)}>{article.headline}</Link>
        </h1>
      </header>
      <Thread
        thread={thread}
        slug={article.slug}
        open={article.commentsOpen}
        feed={article.body !== null}
        edition={edition}
      />
    </main>
  );
}
