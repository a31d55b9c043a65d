import type { ReactNode } from 'react';
import { retryJobAction, sendTestMailAction } from '#app/_actions/system';
import { PlainButton } from '#components/comment/plain-form';
import { problemsOf, type SystemPart, type SystemProblem, type SystemView, systemParts } from '#features/system/schema';
import { systemPath } from '#lib/addresses';
import { fileSize } from '#lib/file-size';
import type { Edition } from '#messages/edition';

type Props = {
  view: SystemView;
  /** Milliseconds since the epoch. */
  now: number;
  /** Whether a test mail was just sent. */
  sent: boolean;
  edition: Edition;
};

/** How each part of the machinery does, and what to do about one that does not. */
export function SystemPage({ view, now, sent, edition }: Props) {
  const { t, format } = edition;
  const problems = systemParts.flatMap((part) => problemsOf(view, part, now));
  return (
    <main id="content" className="queue-page system-page">
      <h1>{t.system}</h1>
      <p className="plot-note">{t.systemIntro}</p>
      <p className={problems.length > 0 ? 'system-sum is-bad' : 'system-sum'}>
        {problems.length === 0 ? t.systemAllGood : t.systemTrouble(problems.length, format.number(problems.length))}
      </p>
      {systemParts.map((part) => (
        <Part key={part} part={part} view={view} now={now} edition={edition}>
          {part === 'jobs' && <FailedJobs view={view} edition={edition} />}
          {part === 'mail' && (
            <>
              {sent && <p role="status">{t.systemTestSent}</p>}
              <PlainButton action={sendTestMailAction} fields={{}} label={t.systemTestMail} at={systemPath} />
            </>
          )}
        </Part>
      ))}
    </main>
  );
}

type PartProps = { part: SystemPart; view: SystemView; now: number; edition: Edition; children: ReactNode };

function Part({ part, view, now, edition, children }: PartProps) {
  const { t } = edition;
  const problems = problemsOf(view, part, now);
  return (
    <section id={part} className="system-part" aria-labelledby={`part-${part}`}>
      <div>
        <h2 id={`part-${part}`}>{partName(part, edition)}</h2>
        <p className={problems.length > 0 ? 'system-state is-bad' : 'system-state'}>
          {problems.length > 0 ? t.systemBad : t.systemGood}
        </p>
      </div>
      <div>
        {problems.length > 0 && (
          <div className="system-todo">
            <h3>{t.systemToDo}</h3>
            {problems.map((problem) => (
              <p key={problem}>{adviceText(problem, edition)}</p>
            ))}
          </div>
        )}
        <dl>
          {factsOf(part, view, edition).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {children}
      </div>
    </section>
  );
}

function FailedJobs({ view: { jobs }, edition: { t, format } }: Pick<Props, 'view' | 'edition'>) {
  if (jobs.given.length === 0) return null;
  return (
    <ul className="system-jobs">
      {jobs.given.map(({ id, name, problem, at }) => (
        <li key={id}>
          <p>
            <code>{name}</code> <time dateTime={at}>{format.dateTime(at)}</time>
          </p>
          {problem && <p dir="auto">{problem}</p>}
          <PlainButton action={retryJobAction} fields={{ id }} label={t.systemRetry} about={name} at={systemPath} />
        </li>
      ))}
    </ul>
  );
}

const partName = (part: SystemPart, { t }: Edition): string =>
  ({
    version: t.systemVersion,
    migrations: t.systemMigrations,
    jobs: t.systemJobs,
    storage: t.systemStorage,
    mail: t.systemMail,
    cache: t.systemCache,
    database: t.systemDatabase,
  })[part];

const adviceText = (problem: SystemProblem, { t }: Edition): string =>
  ({
    migrationsMissing: t.systemDoMigrationsMissing,
    migrationsUnknown: t.systemDoMigrationsUnknown,
    jobsOverdue: t.systemDoJobsOverdue,
    jobsFailed: t.systemDoJobsFailed,
    storageShut: t.systemDoStorageShut,
    storageFull: t.systemDoStorageFull,
    mailWaiting: t.systemDoMailWaiting,
    mailFailed: t.systemDoMailFailed,
    cacheDeaf: t.systemDoCacheDeaf,
    cacheSlow: t.systemDoCacheSlow,
    databaseSlow: t.systemDoDatabaseSlow,
    databaseFull: t.systemDoDatabaseFull,
  })[problem];

/** What is known of a part; what does not apply is left out. */
function factsOf(part: SystemPart, view: SystemView, { t, format, language }: Edition): [string, string][] {
  const { version, migrations, jobs, storage, mail, cache, database } = view;
  const size = (bytes: number) => fileSize(bytes, language);
  const number = format.number;
  const facts: Record<SystemPart, [string, string | null][]> = {
    version: [
      [t.systemApp, version.app],
      [t.systemNode, version.node],
    ],
    migrations: [
      [t.systemBrought, number(migrations.brought)],
      [t.systemApplied, number(migrations.applied)],
      [t.systemUnknown, migrations.unknown === 0 ? null : number(migrations.unknown)],
    ],
    jobs: [
      [t.systemWaiting, number(jobs.waiting)],
      [t.systemOverdue, jobs.overdue === 0 ? null : number(jobs.overdue)],
      [t.systemRunning, number(jobs.running)],
      [t.systemFailed, number(jobs.failed)],
    ],
    storage: [
      [t.systemPlace, storage.hosted ? `${storage.place}. ${t.systemHosted}.` : storage.place],
      [t.systemFiles, number(storage.files)],
      [t.systemBytes, size(storage.bytes)],
      [t.systemFree, storage.free === null ? null : size(storage.free)],
    ],
    mail: [
      [t.systemServer, mail.server ?? t.systemOutbox],
      [t.systemWaiting, mail.server === null ? null : number(mail.waiting)],
      [t.systemOldest, mail.server === null || mail.oldest === null ? null : format.dateTime(mail.oldest)],
      [t.systemMailFailed, number(mail.failed)],
      [t.systemProblem, mail.problem],
    ],
    cache: [
      [t.systemPages, cache.platform ? t.systemPagesPlatform : t.systemPagesHere],
      [
        t.systemLag,
        cache.platform ? null : cache.lag === null ? t.systemNotHeard : t.systemMilliseconds(number(cache.lag)),
      ],
    ],
    database: [
      [t.systemPostgres, database.version],
      [t.systemSize, size(database.bytes)],
      [t.systemConnections, t.systemOf(number(database.connections), number(database.most))],
      [t.systemPing, t.systemMilliseconds(number(database.ping))],
    ],
  };
  return facts[part].flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}
