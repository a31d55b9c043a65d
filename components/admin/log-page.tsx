import { Link } from '#components/ui/link';
import type { LogEntry, LogFilter, LogMiss, LogPage, LogThing } from '#features/audit/schema';
import { deskPath, logFilePath, logPath, responsePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { sentenceParts, thingText } from './log-wording.tsx';

type Props = {
  page: LogPage | null;
  /** What the filter names that is not here, or that it can't be read. */
  miss: LogMiss | { field: 'days' } | null;
  filter: LogFilter;
  /** Whether this is not the newest page. */
  older: boolean;
  /** The names of events that can be asked for. */
  names: string[];
  edition: Edition;
};

/** The query of an address that asks for the same. */
function logQuery(filter: LogFilter, more: Record<string, string> = {}): string {
  const given = Object.entries({ ...filter, ...more }).filter(([, value]) => value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** The audit log: newest first, narrowed by one form, turned over by plain links. */
export function LogView({ page, miss, filter, older, names, edition }: Props) {
  const { t } = edition;
  const narrowed = Object.values(filter).some((value) => value !== '');
  return (
    <main id="content" className="queue-page log-page">
      <h1>{t.log}</h1>
      <p className="plot-note">{t.logIntro}</p>
      <Filter {...{ filter, miss, names, edition }} />
      {page && page.entries.length === 0 && <p className="plot-empty">{narrowed ? t.logNone : t.logEmpty}</p>}
      {page && page.entries.length > 0 && (
        <>
          <table className="kept-table">
            <caption className="sr-only">{t.log}</caption>
            <thead>
              <tr>
                <th scope="col">{t.logWhen}</th>
                <th scope="col">{t.logWho}</th>
                <th scope="col">{t.logDid}</th>
              </tr>
            </thead>
            <tbody>
              {page.entries.map((entry) => (
                <Line key={entry.id} entry={entry} edition={edition} />
              ))}
            </tbody>
          </table>
          <nav className="pagination" aria-label={t.pagination}>
            {older ? <Link href={`${logPath}${logQuery(filter)}`}>{t.logNewest}</Link> : <span />}
            {page.next === null ? (
              <span />
            ) : (
              <Link href={`${logPath}${logQuery(filter, { before: String(page.next) })}`}>{t.logOlder}</Link>
            )}
          </nav>
          <p className="log-export">
            {t.logExport}:{' '}
            <a href={`${logFilePath('csv')}${logQuery(filter)}`} download>
              {t.logCsv}
            </a>{' '}
            <a href={`${logFilePath('jsonl')}${logQuery(filter)}`} download>
              {t.logJson}
            </a>
          </p>
        </>
      )}
    </main>
  );
}

function Line({ entry, edition }: { entry: LogEntry; edition: Edition }) {
  const { t, format } = edition;
  const parts = sentenceParts(entry, edition);
  return (
    <tr>
      <td>
        <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
      </td>
      <td>
        <Link href={`${logPath}${logQuery({ who: entry.by.key, name: '', subject: '', from: '', to: '' })}`}>
          <bdi>{thingText(entry.by, edition)}</bdi>
        </Link>
      </td>
      <td>
        {parts ? (
          <>
            {parts[0]}
            {entry.subject && <Thing thing={entry.subject} edition={edition} />}
            {parts[1]}
          </>
        ) : (
          <>
            <code>{entry.name}</code> {entry.subject && <Thing thing={entry.subject} edition={edition} />}
          </>
        )}
        {entry.detail !== null && (
          <details>
            <summary>{t.logDetail}</summary>
            <pre>{JSON.stringify(entry.detail, null, 1).slice(0, 4000)}</pre>
          </details>
        )}
      </td>
    </tr>
  );
}

function Thing({ thing, edition }: { thing: LogThing; edition: Edition }) {
  const text = <bdi>{thingText(thing, edition)}</bdi>;
  const [kind, id = ''] = thing.key.split(':');
  if (kind === 'article' && thing.known) return <Link href={deskPath(Number(id))}>{text}</Link>;
  if (kind === 'response' && /^\d+$/.test(id)) return <Link href={responsePath(Number(id))}>{text}</Link>;
  return text;
}

function Filter({ filter, miss, names, edition: { t } }: Pick<Props, 'filter' | 'miss' | 'names' | 'edition'>) {
  const sentence =
    miss === null
      ? ''
      : miss.field === 'days'
        ? t.logWrongDay
        : miss.field === 'who'
          ? t.logNobody(miss.text)
          : t.logNoSubject(miss.text);
  const wrong = (field: string) =>
    miss?.field === field ? { 'aria-invalid': true, 'aria-describedby': 'log-problem' } : {};
  const rooms = [...new Set(names.map((name) => name.split('.')[0] ?? name))];
  return (
    <search aria-label={t.logFilter}>
      <form method="get" action={logPath} className="desk-filter">
        <div className="desk-field">
          <label htmlFor="log-who">{t.logWho}</label>
          <input id="log-who" name="who" defaultValue={filter.who} dir="auto" {...wrong('who')} />
          <p className="desk-hint">{t.logWhoHint}</p>
        </div>
        <div className="desk-field">
          <label htmlFor="log-name">{t.logWhat}</label>
          <select id="log-name" name="name" defaultValue={filter.name}>
            <option value="">{t.logAnything}</option>
            {rooms.map((room) => (
              <optgroup key={room} label={room}>
                <option value={room}>{room}.*</option>
                {names
                  .filter((name) => name.startsWith(`${room}.`))
                  .map((name) => (
                    <option key={name} value={name}>
                      {name}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </div>
        <div className="desk-field">
          <label htmlFor="log-subject">{t.logSubject}</label>
          <input id="log-subject" name="subject" defaultValue={filter.subject} dir="auto" {...wrong('subject')} />
          <p className="desk-hint">{t.logSubjectHint}</p>
        </div>
        <div className="desk-field">
          <label htmlFor="log-from">{t.logFrom}</label>
          <input id="log-from" type="date" name="from" defaultValue={filter.from} {...wrong('days')} />
        </div>
        <div className="desk-field">
          <label htmlFor="log-to">{t.logTo}</label>
          <input id="log-to" type="date" name="to" defaultValue={filter.to} {...wrong('days')} />
        </div>
        <button type="submit" className="desk-button">
          {t.logShow}
        </button>
      </form>
      {sentence && (
        <p id="log-problem" className="problem" role="alert">
          {sentence} <Link href={logPath}>{t.logAll}</Link>
        </p>
      )}
    </search>
  );
}
