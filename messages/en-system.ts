/** Interface texts, English: the page of the machinery. */
export const system = {
  system: 'System',
  systemIntro: 'How the machinery does at this moment, and what to do where something is wrong.',
  systemAllGood: 'Everything works.',
  systemTrouble: (count: number, formatted: string) =>
    count === 1 ? 'One thing needs somebody to look.' : `${formatted} things need somebody to look.`,
  systemGood: 'Works',
  systemBad: 'Look here',
  systemToDo: 'What to do',

  systemVersion: 'Version',
  systemApp: 'Broadsheet',
  systemNode: 'Node',
  systemMigrations: 'Migrations',
  systemBrought: 'Of this version',
  systemApplied: 'In the database',
  systemUnknown: 'Of another version',
  systemJobs: 'Jobs',
  systemWaiting: 'Waiting',
  systemOverdue: 'Should have begun long ago',
  systemRunning: 'Under way',
  systemFailed: 'Given up in the last day',
  systemRetry: 'Try again',
  systemStorage: 'Storage',
  systemPlace: 'Files are in',
  systemHosted: 'What readers send is kept by UploadThing',
  systemFiles: 'Files',
  systemBytes: 'Together',
  systemFree: 'Free on that disk',
  systemMail: 'Mail',
  systemServer: 'Goes out by',
  systemOutbox: 'Nothing: it stays in the outbox. Set SMTP_URL to send it.',
  systemOldest: 'The oldest of them since',
  systemMailFailed: 'Given up in the last 30 days',
  systemProblem: 'What the server said last',
  systemTestMail: 'Send a test mail to yourself',
  systemTestSent: 'A test mail to your address is in the outbox. If it does not come, look here again.',
  systemCache: 'Cache',
  systemPages: 'Pages are kept by',
  systemPagesHere: 'This server, in memory and on its disk',
  systemPagesPlatform: 'Vercel',
  systemLag: 'Until this server hears of a change',
  systemNotHeard: 'It did not hear of it',
  systemDatabase: 'Database',
  systemPostgres: 'Postgres',
  systemSize: 'Size',
  systemConnections: 'Connections',
  systemOf: (count: string, most: string) => `${count} of ${most}`,
  systemPing: 'An answer takes',
  systemMilliseconds: (time: string) => `${time} ms`,

  systemDoMigrationsMissing:
    'The database is older than the program. Restart the server: it brings the database up to date before it serves anything.',
  systemDoMigrationsUnknown:
    'The database was used by a newer version. Go back to that version, or restore the backup from before it: see “Upgrades” in docs/operations.md.',
  systemDoJobsOverdue:
    'No worker has taken jobs for five minutes. Jobs are done by the server itself: restart it. On Vercel, look whether the cron route is called.',
  systemDoJobsFailed:
    'Read what each said, mend the cause, then have it tried again. A job is forgotten a day after it failed.',
  systemDoStorageShut:
    'The server can not write to this folder, so nobody can upload. Give the user it runs as the right to, or set DATA_DIR to another folder.',
  systemDoStorageFull:
    'Less than 1 GB is free. Make room, or move DATA_DIR to a larger disk: stop the server, copy the folder, start with the new DATA_DIR.',
  systemDoMailWaiting:
    'Mail waits for more than 15 minutes. Look at the failed jobs above, and whether the mail server answers at the address in SMTP_URL.',
  systemDoMailFailed:
    'The mail server refused these for good, or too often. Read what it said: often the password in SMTP_URL or the sender in MAIL_FROM is not right.',
  systemDoCacheDeaf:
    'This server does not hear of changes, so pages may be five seconds old. Behind a connection pooler, DATABASE_URL has to lead to Postgres itself; otherwise restart the server.',
  systemDoCacheSlow:
    'Word of a change takes more than half a second. Look at the load of the database and of this server.',
  systemDoDatabaseSlow:
    'The database takes more than 0.1 s for an empty question. Look at its load, its disk, and how far away it is.',
  systemDoDatabaseFull:
    'Nearly all connections are in use. Raise max_connections, or run fewer servers on this database.',

  testMailSubject: (site: string) => `A test mail from ${site}`,
  testMailText: (site: string) =>
    `Somebody with your account asked ${site} for a test mail. That you read this means that mail works.\n`,
} as const;
