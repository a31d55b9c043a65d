import type { ReactNode } from 'react';
import { Link } from '#components/ui/link';
import type { DailyRow, RankedRow } from '#features/figures/schema';
import { articlePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { averageOf, type Drawing, drawDays, drawRanked, drawSpans } from './plot-svg.ts';

type FrameProps = {
  id: string;
  title: string;
  /** The address of its numbers as a file; none where they are of this moment. */
  csv?: string;
  note?: ReactNode;
  edition: Edition;
  children: ReactNode;
};

/** What every plot has: its title, a word about it, and its numbers as a file. */
export function PlotFrame({ id, title, csv, note, edition: { t }, children }: FrameProps) {
  return (
    <section className="plot" aria-labelledby={`plot-${id}`}>
      <header className="plot-head">
        <h2 id={`plot-${id}`}>{title}</h2>
        {csv && (
          // A link to a file, not to a page.
          <a href={csv} download aria-label={t.figuresCsvOf(title)}>
            {t.figuresCsv}
          </a>
        )}
      </header>
      {note && <p className="plot-note">{note}</p>}
      {children}
    </section>
  );
}

type DailyProps = {
  title: string;
  rows: DailyRow[];
  /** The names of the numbers of a row; those of `drawn` are drawn. */
  columns: string[];
  drawn: readonly number[];
  /** `days`: how often, which makes a sum. `spans`: how long, in minutes, half of them and the longest. */
  as: 'days' | 'spans';
  edition: Edition;
};

/** Days from left to right. What is drawn is said in the label, and stands in the table. */
export function DailyPlot({ title, rows, columns, drawn, as, edition }: DailyProps) {
  const { t, format } = edition;
  if (rows.every(({ values }) => values.every((value) => value === 0)))
    return <p className="plot-empty">{t.figuresNothing}</p>;
  const label = drawn.map((series) => labelOf(columns[series] ?? title, rows, series, as, edition)).join(' ');
  const sums = drawn.map((series) => rows.reduce((sum, { values }) => sum + (values[series] ?? 0), 0));
  const average = Math.round(averageOf(rows, drawn[0] ?? 0) * 10) / 10;
  const words = {
    number: format.number,
    day: format.dayAndMonth,
    tip: ({ day, values }: DailyRow) =>
      [format.day(day), ...columns.map((name, series) => `${name}: ${format.number(values[series] ?? 0)}`)].join('\n'),
  };
  return (
    <>
      {drawn.length > 1 && (
        <ul className="plot-key">
          {drawn.map((series, at) => (
            <li key={series} className={`is-${as}-${at}`}>
              {columns[series]}
              {as === 'days' && <span> ({format.number(sums[at] ?? 0)})</span>}
            </li>
          ))}
        </ul>
      )}
      {drawn.length === 1 && (
        <p className="plot-sum">
          {t.figuresSum(format.number(sums[0] ?? 0))}
          {average > 0 && <span className="plot-average">{t.figuresAverage(format.number(average))}</span>}
        </p>
      )}
      <Drawn drawing={as === 'spans' ? drawSpans(rows, words) : drawDays(rows, drawn, words)} label={label} />
      <details className="plot-table">
        <summary>{t.figuresTable}</summary>
        <table>
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t.figuresDay}</th>
              {columns.map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.toReversed().map(({ day, values: of }) => (
              <tr key={day}>
                <th scope="row">
                  <time dateTime={day}>{format.day(day)}</time>
                </th>
                {columns.map((name, series) => (
                  <td key={name}>{format.number(of[series] ?? 0)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

/** One of the two drawings is displayed, by the width of the column. */
const Drawn = ({ drawing, label }: { drawing: Drawing; label: string }) => (
  <div className="plot-drawn" role="img" aria-label={label}>
    {(['wide', 'narrow'] as const).map((width) => (
      // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by `plot-svg.ts`, where what people wrote is escaped.
      <div key={width} className={`plot-${width}`} dangerouslySetInnerHTML={{ __html: drawing[width] }} />
    ))}
  </div>
);

function labelOf(
  title: string,
  rows: DailyRow[],
  series: number,
  as: DailyProps['as'],
  { t, format }: Edition,
): string {
  const sum = rows.reduce((total, { values }) => total + (values[series] ?? 0), 0);
  const most = rows.reduce<{ day: string; value: number }>(
    (best, { day, values }) => ((values[series] ?? 0) > best.value ? { day, value: values[series] ?? 0 } : best),
    { day: '', value: 0 },
  );
  if (most.value === 0) return t.figuresChartNone(title);
  const [number, day] = [format.number(most.value), format.day(most.day)];
  return as === 'days'
    ? t.figuresChart(title, format.number(sum), number, day)
    : t.figuresChartMost(title, number, day);
}

type RankedProps = {
  title: string;
  rows: RankedRow[];
  /** What a line names, and what its number counts. */
  columns: [name: string, value: string];
  /** What is shown for a name that is empty. */
  unnamed?: string;
  edition: Edition;
};

/** A list by size as bars with their names, and as a table whose names lead on. */
export function RankedPlot(props: RankedProps) {
  const { title, rows, unnamed = '', edition } = props;
  const { t, format } = edition;
  const [first] = rows;
  if (!first) return <p className="plot-empty">{t.figuresNothing}</p>;
  const named = rows.map((row) => ({ ...row, name: row.name || unnamed }));
  const label = t.figuresRankedChart(
    title,
    format.number(rows.length),
    first.name || unnamed,
    format.number(first.value),
  );
  return (
    <>
      <Drawn drawing={drawRanked(named, format.number)} label={label} />
      <details className="plot-table">
        <summary>{t.figuresTable}</summary>
        <RankedTable {...props} />
      </details>
    </>
  );
}

/** A list by size. */
export function RankedTable({ title, rows, columns, unnamed = '', edition: { format } }: RankedProps) {
  return (
    <table className="plot-ranked">
      <caption className="sr-only">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{columns[0]}</th>
          <th scope="col">{columns[1]}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, value, slug }) => (
          <tr key={slug ?? name}>
            <th scope="row" dir="auto">
              {slug === null ? name || unnamed : <Link href={articlePath(slug)}>{name}</Link>}
            </th>
            <td>{format.number(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
