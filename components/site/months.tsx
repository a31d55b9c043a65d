import { Link } from '#components/ui/link';
import { monthPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

type Month = { year: number; month: number; count: number };

/** Every year as a row of twelve months; those with articles are links. */
export function Months({ months, edition: { t, format } }: { months: Month[]; edition: Edition }) {
  const years = [...new Set(months.map(({ year }) => year))];
  return (
    <section className="months" aria-labelledby="months">
      <h2 id="months">{t.archiveByMonth}</h2>
      {years.map((year) => (
        <section key={year} className="months-year" aria-labelledby={`year-${year}`}>
          <h3 id={`year-${year}`}>{year}</h3>
          <ol>
            {Array.from({ length: 12 }, (_, at) => at + 1).map((month) => {
              const found = months.find((entry) => entry.year === year && entry.month === month);
              if (!found) {
                return (
                  <li key={month} aria-hidden="true">
                    <span>{format.month(month)}</span>
                  </li>
                );
              }
              const name = format.month(month, year);
              const count = t.articleCount(found.count, format.number(found.count));
              return (
                <li key={month}>
                  <Link href={monthPath(year, month)} aria-label={`${name}, ${count}`}>
                    <span>{format.month(month)}</span> <b>{format.number(found.count)}</b>
                  </Link>
                </li>
              );
            })}
          </ol>
        </section>
      ))}
    </section>
  );
}
