import type { ReactNode } from 'react';
import { Link } from '#components/ui/link';
import { mostDays, type Plot, type PlotName, type QueueNow, type Range, usualDays } from '#features/figures/schema';
import type { ReadNowView } from '#features/views/schema';
import { figuresFilePath, figuresPath, systemPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { DailyPlot, PlotFrame, RankedPlot, RankedTable } from './plot.tsx';
import { plotColumns, plotTitle } from './plot-words.tsx';

type Props = {
  plots: Plot[];
  now: ReadNowView;
  /** Null for who is no moderator. */
  queue: QueueNow | null;
  range: Range;
  problem: 'days' | 'order' | 'long' | null;
  /** What was typed, so that it can be put right. */
  typed: { from: string; to: string };
  timeZone: string;
  edition: Edition;
};

/** What the newsroom wants to know of its readers: each plot with its numbers. */
export function FiguresPage({ plots, now, queue, range, problem, typed, timeZone, edition }: Props) {
  const { t, format } = edition;
  return (
    <main id="content" className="queue-page figures">
      <h1>{t.figures}</h1>
      <Ranges {...{ range, problem, typed, edition }} />
      <p className="plot-note">
        {t.figuresSpan(format.day(range.from), format.day(range.to))}. {t.figuresNote(timeZone)}
      </p>
      <div className="plots">
        {plots.flatMap((plot) => [
          <PlotOf key={plot.name} plot={plot} range={range} queue={queue} edition={edition} />,
          ...(plot.name === 'hits' ? [<Now key="now" now={now} edition={edition} />] : []),
        ])}
      </div>
    </main>
  );
}

function Ranges({
  range,
  problem,
  typed,
  edition: { t, format },
}: Pick<Props, 'range' | 'problem' | 'typed' | 'edition'>) {
  const sentence = {
    days: t.figuresNotDays,
    order: t.figuresOrder,
    long: t.figuresLong(format.number(mostDays)),
  };
  const own = range.days === null || problem !== null;
  const describedBy = problem ? { 'aria-invalid': true, 'aria-describedby': 'range-problem' } : {};
  return (
    <div className="figures-range">
      <nav className="queue-tabs" aria-label={t.figuresRange}>
        <ul>
          {usualDays.map((days) => (
            <li key={days}>
              <Link
                href={`${figuresPath}?days=${days}`}
                aria-current={range.days === days && !problem ? 'page' : undefined}
              >
                {t.figuresLast(days)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <details open={own}>
        <summary>{t.figuresOwn}</summary>
        <form method="get" action={figuresPath} className="desk-filter">
          <div className="desk-field">
            <label htmlFor="range-from">{t.figuresFrom}</label>
            <input
              id="range-from"
              type="date"
              name="from"
              required
              defaultValue={typed.from || range.from}
              {...describedBy}
            />
          </div>
          <div className="desk-field">
            <label htmlFor="range-to">{t.figuresTo}</label>
            <input id="range-to" type="date" name="to" defaultValue={typed.to || range.to} {...describedBy} />
          </div>
          <button type="submit" className="desk-button">
            {t.figuresShow}
          </button>
        </form>
        {problem && (
          <p id="range-problem" className="problem" role="alert">
            {sentence[problem]}
          </p>
        )}
      </details>
    </div>
  );
}

function Now({ now, edition }: Pick<Props, 'now' | 'edition'>) {
  const { t, format } = edition;
  const minutes = format.number(now.minutes);
  const rows = now.articles.map(({ key, name, hits }) => ({ slug: key, name, value: hits }));
  return (
    <PlotFrame
      id="now"
      title={t.figuresNow}
      note={
        now.readings === 0
          ? t.figuresNowNone(minutes)
          : t.figuresNowSum(now.readings, format.number(now.readings), minutes)
      }
      edition={edition}
    >
      {rows.length > 0 && (
        <RankedTable title={t.figuresNow} rows={rows} columns={[t.figuresArticle, t.figuresCount]} edition={edition} />
      )}
    </PlotFrame>
  );
}

function PlotOf({
  plot,
  range,
  queue,
  edition,
}: {
  plot: Plot;
  range: Range;
  queue: QueueNow | null;
  edition: Edition;
}) {
  const { t, format } = edition;
  const title = plotTitle(plot.name, edition);
  const columns = plotColumns(plot.name, edition);
  const notes: Partial<Record<PlotName, ReactNode>> = {
    referrers: t.figuresReferrersNote,
    jobs: (
      <>
        {t.figuresJobsNote} <Link href={systemPath}>{t.figuresJobsLink}</Link>
      </>
    ),
    waiting: (
      <>
        {queue?.oldest == null
          ? t.figuresWaitingNone
          : t.figuresWaitingNow(queue.waiting, format.number(queue.waiting), format.dateTime(queue.oldest))}{' '}
        {t.figuresWaitingNote}
      </>
    ),
  };
  return (
    <PlotFrame
      id={plot.name}
      title={title}
      csv={figuresFilePath(plot.name, range)}
      note={notes[plot.name]}
      edition={edition}
    >
      {'ranked' in plot ? (
        <RankedPlot
          title={title}
          rows={plot.ranked}
          columns={[columns[0] ?? '', columns[1] ?? '']}
          unnamed={t.figuresNoReferrer}
          edition={edition}
        />
      ) : (
        <DailyPlot
          title={plot.name === 'waiting' ? t.figuresWaitingChart : title}
          rows={plot.rows}
          columns={columns.slice(1)}
          drawn={plot.name === 'linkbacks' || plot.name === 'waiting' ? [0, 1] : [0]}
          as={plot.name === 'waiting' ? 'spans' : 'days'}
          edition={edition}
        />
      )}
    </PlotFrame>
  );
}
