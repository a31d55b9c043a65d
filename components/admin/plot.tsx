import type { ReactNode } from 'react';
import { Link } from '#components/ui/link';
import type { DailyRow, RankedRow } from '#features/figures/schema';
import { articlePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

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

const width = 600;
const height = 160;

type DailyProps = {
  title: string;
  rows: DailyRow[];
  /** The names of the numbers of a row; those of `drawn` are drawn, side by side. */
  columns: string[];
  drawn: number[];
  /** Whether the numbers of the days make a sum. */
  adds: boolean;
  edition: Edition;
};

/** Bars, one a day for each series. What they show is said in the label, and stands in the table. */
export function DailyPlot({ title, rows, columns, drawn, adds, edition }: DailyProps) {
  const { t, format } = edition;
  const values = (series: number) => rows.map(({ values: of }) => of[series] ?? 0);
  const highest = Math.max(0, ...drawn.flatMap(values));
  if (highest === 0 && rows.every(({ values: of }) => of.every((value) => value === 0)))
    return <p className="plot-empty">{t.figuresNothing}</p>;
  const step = width / Math.max(1, rows.length);
  const bar = (step * 0.8) / drawn.length;
  const label = drawn.map((series) => labelOf(columns[series] ?? title, rows, series, edition)).join(' ');
  const sums = drawn.map((series) => values(series).reduce((sum, value) => sum + value, 0));
  const [first, last] = [rows[0], rows.at(-1)];
  return (
    <>
      {drawn.length > 1 && (
        <ul className="plot-key">
          {drawn.map((series, at) => (
            <li key={series} className={`is-series-${at}`}>
              {columns[series]}
              {adds && <span> ({format.number(sums[at] ?? 0)})</span>}
            </li>
          ))}
        </ul>
      )}
      {drawn.length === 1 && adds && <p className="plot-sum">{t.figuresSum(format.number(sums[0] ?? 0))}</p>}
      <figure className="plot-bars">
        <p className="plot-scale" aria-hidden="true">
          {format.number(highest)}
        </p>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
          {rows.map(({ day, values: of }, place) =>
            drawn.map((series, at) => {
              const value = of[series] ?? 0;
              if (value === 0) return null;
              // A day with few is still to be told from one without.
              const tall = Math.max(2, (value / highest) * height);
              return (
                <rect
                  key={`${day} ${columns[series]}`}
                  className={`is-series-${at}`}
                  x={round(place * step + step * 0.1 + at * bar)}
                  y={round(height - tall)}
                  width={round(bar)}
                  height={round(tall)}
                />
              );
            }),
          )}
        </svg>
        <figcaption>
          {first && <time dateTime={first.day}>{format.day(first.day)}</time>}
          {last && last !== first && <time dateTime={last.day}>{format.day(last.day)}</time>}
        </figcaption>
      </figure>
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

const round = (value: number): number => Math.round(value * 100) / 100;

function labelOf(title: string, rows: DailyRow[], series: number, { t, format }: Edition): string {
  const sum = rows.reduce((total, { values }) => total + (values[series] ?? 0), 0);
  const most = rows.reduce<{ day: string; value: number }>(
    (best, { day, values }) => ((values[series] ?? 0) > best.value ? { day, value: values[series] ?? 0 } : best),
    { day: '', value: 0 },
  );
  return most.value === 0
    ? t.figuresChartNone(title)
    : t.figuresChart(title, format.number(sum), format.number(most.value), format.day(most.day));
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

/** A list by size, each line with a bar. It is a table to begin with, so it needs no second one. */
export function RankedPlot({ title, rows, columns, unnamed = '', edition: { t, format } }: RankedProps) {
  if (rows.length === 0) return <p className="plot-empty">{t.figuresNothing}</p>;
  const highest = Math.max(1, ...rows.map(({ value }) => value));
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
            <th scope="row">
              <span dir="auto">{slug === null ? name || unnamed : <Link href={articlePath(slug)}>{name}</Link>}</span>
              <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                <rect width={round((value / highest) * 100)} height="1" />
              </svg>
            </th>
            <td>{format.number(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
