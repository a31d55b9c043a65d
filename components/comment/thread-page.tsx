import { languageOf } from '#components/article/card';
import { PlayersScript } from '#components/embed/players-script';
import { Link } from '#components/ui/link';
import type { ArticleView } from '#features/articles/schema';
import type { ThreadView } from '#features/responses/schema';
import { articlePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import type { Attach } from '../attachment/limits.ts';
import { Thread } from './thread.tsx';

type Props = {
  article: ArticleView;
  thread: ThreadView & { newest: number };
  edition: Edition;
  depth: number;
  readOnly: boolean;
  attach: Attach | null;
};

/** A further page of the responses to an article, or its responses in another order. */
export function ThreadPage(props: Props) {
  const { article, edition } = props;
  return (
    <main id="content" className="thread-page">
      <header className="list-header">
        <p className="kicker">{edition.t.responsesTo}</p>
        <h1 {...languageOf(article)}>
          <Link href={articlePath(article.slug)}>{article.headline}</Link>
        </h1>
      </header>
      <Thread {...props} />
      <PlayersScript edition={edition} />
    </main>
  );
}
