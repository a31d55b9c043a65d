import { Link } from '#components/ui/link';
import type { ListedCorrection } from '#features/newsroom/schema';
import { articlePath, correctionsPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { newsroomTextsFor } from '#messages/newsroom';
import { Pagination } from './pagination.tsx';

type Props = { list: { corrections: ListedCorrection[]; page: number; pages: number }; edition: Edition };

/** What was put right, in every article. */
export function CorrectionsList({ list: { corrections, page, pages }, edition }: Props) {
  const { t, format } = edition;
  const words = newsroomTextsFor(edition.language);
  return (
    <main id="content" className="plain-page">
      <header className="list-header">
        <h1>{words.correctionsPage}</h1>
        <p className="list-intro">{words.correctionsIntro}</p>
      </header>
      {corrections.length === 0 && <p>{words.correctionsNone}</p>}
      {corrections.map(({ id, at, text, mistake, slug, headline }) => (
        <section key={id}>
          <h2 dir="auto">
            <Link href={articlePath(slug)}>{headline}</Link>
          </h2>
          <p dir="auto">
            <b>
              {mistake ? t.correction : t.update}, <time dateTime={at}>{format.dateTime(at)}</time>:
            </b>{' '}
            {text}
          </p>
        </section>
      ))}
      <Pagination path={correctionsPath} page={page} pages={pages} edition={edition} />
    </main>
  );
}
