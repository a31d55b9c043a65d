import { languageOf } from '#components/article/card';
import { Link } from '#components/ui/link';
import type { DayView, StatsView } from '#features/views/schema';
import { articlePath, countingPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

type Props = {
  article: { slug: string; headline: string; language: string | null };
  stats: StatsView;
  edition: Edition;
};

/** The hits of an article: the sum, the last thirty days as a picture, and the same days as a table. */
export function Stats({ article, stats, edition }: Props) {
  const { t, format } = edition;
  const month = stats.days.reduce((sum, { hits }) => sum + hits, 0);
  return (
    <main id="content" className="stats-page">
      <header className="list-header">
        <p className="kicker">{t.statsOfArticle}</p>
        <h1 {...languageOf(article)}>
          <Link href={articlePath(article.slug)}>{article.headline}</Link>
        </h1>
      </header>
      <dl className="stats-sums">
        <div>
          <dt>{t.statsTotal}</dt>
          <dd>{format.number(stats.total)}</dd>
        </div>
        <div>
          <dt>{t.statsMonth}</dt>
          <dd>{format.number(month)}</dd>
        </div>
      </dl>
      {stats.imported > 0 && <p className="stats-note">{t.statsImported(format.number(stats.imported))}</p>}
      <Sparkline days={stats.days} month={month} edition={edition} />
      <section className="stats-days" aria-labelledby="by-day">
        <h2 id="by-day">{t.statsByDay}</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.statsDay}</th>
              <th scope="col">{t.statsHits}</th>
            </tr>
          </thead>
          <tbody>
            {stats.days.toReversed().map(({ day, hits }) => (
              <tr key={day}>
                <th scope="row">
                  <time dateTime={day}>{format.day(day)}</time>
                </th>
                <td>{format.number(hits)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="stats-note">{t.statsNote}</p>
      </section>
      <p className="stats-links">
        <Link href={countingPath}>{t.howCounted}</Link>
        <Link href={articlePath(article.slug)}>{t.backToArticle}</Link>
      </p>
    </main>
  );
}

const width = 600;
const height = 120;

/** A bar for each day. What it shows is said in its label, and stands in the table below. */
function Sparkline({ days, month, edition: { t, format } }: { days: DayView[]; month: number; edition: Edition }) {
  const most = days.reduce((best, day) => (day.hits > best.hits ? day : best), { day: '', hits: 0 });
  const step = width / Math.max(1, days.length);
  const label =
    most.hits === 0
      ? t.statsChartEmpty
      : t.statsChart(format.number(month), format.number(most.hits), format.day(most.day));
  const ends = [days[0], days.at(-1)];
  return (
    <figure className="sparkline">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {days.map(({ day, hits }, at) => {
          // A day with few hits is still to be told from one without.
          const tall = hits === 0 ? 0 : Math.max(2, (hits / most.hits) * height);
          return <rect key={day} x={at * step + step * 0.12} y={height - tall} width={step * 0.76} height={tall} />;
        })}
      </svg>
      <figcaption>
        {ends.map(
          (end) =>
            end && (
              <time key={end.day} dateTime={end.day}>
                {format.day(end.day)}
              </time>
            ),
        )}
      </figcaption>
    </figure>
  );
}
