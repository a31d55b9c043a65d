import { Link } from '#components/ui/link';
import type { LogEntry, LogFilter, LogMiss, LogPage, LogThing } from '#features/audit/schema';
import { deskPath, logFilePath, logPath, responsePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { DeskTable } from '../manage/table.tsx';
import { sentenceParts, thingText } from './log-wording.tsx';

type Props = {
  page: LogPage | null;
  /** What the filter names that is not here, or that it can't be read. */
  miss: LogMiss | { field: 'days' | 'address' } | null;
  filter: LogFilter;
  /** Whether this is not the newest page. */
  older: boolean;
  /** The names of events that can be asked for. */
  names: string[];
  edition: Edition;
};

const nothing: LogFilter = { who: '', name: '', subject: '', address: '', from: '', to: '' };

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
          <DeskTable
            name="log"
            className="kept-table"
            caption={t.log}
            language={edition.language}
            columns={[
              { id: 'when', name: t.logWhen },
              { id: 'who', name: t.logWho },
              { id: 'did', name: t.logDid },
              { id: 'where', name: t.logWhere },
            ]}
            rows={page.entries.map((entry) => ({ id: String(entry.id), cells: cellsOf(entry, edition) }))}
          />
          {(older || page.next !== null) && (
            <nav className="pagination" aria-label={t.pagination}>
              {older ? <Link href={`${logPath}${logQuery(filter)}`}>{t.logNewest}</Link> : <span />}
              {page.next === null ? (
                <span />
              ) : (
                <Link href={`${logPath}${logQuery(filter, { before: String(page.next) })}`}>{t.logOlder}</Link>
              )}
            </nav>
          )}
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

function cellsOf(entry: LogEntry, edition: Edition) {
  const { t, format } = edition;
  const parts = sentenceParts(entry, edition);
  return {
    when: <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>,
    who: (
      <Link href={`${logPath}${logQuery({ ...nothing, who: entry.by.key })}`}>
        <bdi>{thingText(entry.by, edition)}</bdi>
      </Link>
    ),
    did: (
      <>
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
      </>
    ),
    where: entry.address && (
      <Link href={`${logPath}${logQuery({ ...nothing, address: entry.address })}`}>
        <bdi>{entry.address}</bdi>
      </Link>
    ),
  };
}

function Thing({ thing, edition }: { thing: LogThing; edition: Edition }) {
  const text = <bdi>{thingText(thing, edition)}</bdi>;
  const [kind, id = ''] = thing.key.split(':');
  if (kind === 'article' && thing.known) return <Link href={deskPath(Number(id))}>{text}</Link>;
  if (kind === 'response' && /^\d+$/.test(id)) return <Link href={responsePath(Number(id))}>{text}</Link>;
  return text;
}

function missText(miss: NonNullable<Props['miss']>, t: Edition['t']): string {
  switch (miss.field) {
    case 'days':
      return t.logWrongDay;
    case 'address':
      return t.logWrongAddress;
    case 'who':
      return t.logNobody(miss.text);
    case 'subject':
      return t.logNoSubject(miss.text);
  }
}

function Filter({ filter, miss, names, edition: { t } }: Pick<Props, 'filter' | 'miss' | 'names' | 'edition'>) {
  const sentence = miss === null ? '' : missText(miss, t);
  type Given = { hint?: string; dir?: 'ltr'; type?: 'date' };
  const field = (name: keyof typeof filter, label: string, { hint, dir, type }: Given) => {
    const isWrong = miss?.field === (type === 'date' ? 'days' : name);
    return (
      <div className="desk-field">
        <label htmlFor={`log-${name}`}>{label}</label>
        <input
          id={`log-${name}`}
          name={name}
          type={type}
          defaultValue={filter[name]}
          dir={type ? undefined : (dir ?? 'auto')}
          aria-invalid={isWrong || undefined}
          aria-describedby={isWrong ? 'log-problem' : undefined}
        />
        {hint && <p className="desk-hint">{hint}</p>}
      </div>
    );
  };
  const rooms = [...new Set(names.map((name) => name.split('.')[0] ?? name))];
  return (
    <search aria-label={t.logFilter}>
      <form method="get" action={logPath} className="desk-filter">
        {field('who', t.logWho, { hint: t.logWhoHint })}
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
        {field('subject', t.logSubject, { hint: t.logSubjectHint })}
        {field('address', t.logWhere, { hint: t.logWhereHint, dir: 'ltr' })}
        {field('from', t.logFrom, { type: 'date' })}
        {field('to', t.logTo, { type: 'date' })}
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
