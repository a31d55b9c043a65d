/** Interface texts, English: the newsroom's figures. */
export const figures = {
  figures: 'Figures',
  figuresRange: 'Days shown',
  figuresLast: (days: number) => `Last ${days} days`,
  figuresFrom: 'From',
  figuresTo: 'To',
  figuresShow: 'Show',
  figuresOwn: 'Other days',
  figuresSpan: (from: string, to: string) => `${from} to ${to}`,
  figuresNotDays: 'These are no days. Write them as 2026-01-31. The last 30 days are shown.',
  figuresOrder: 'The first day has to be before the last. The last 30 days are shown.',
  figuresLong: (days: string) => `At most ${days} days can be shown at once. The last 30 days are shown.`,
  figuresNote: (timeZone: string) => `Days begin at midnight (${timeZone}). Today is not over yet.`,
  figuresTable: 'As a table',
  figuresCsv: 'As CSV',
  figuresCsvOf: (title: string) => `As CSV: ${title}`,
  figuresNothing: 'Nothing in these days.',
  figuresDay: 'Day',
  figuresChart: (title: string, sum: string, most: string, day: string) =>
    `${title}: ${sum} in all; most on ${day}, ${most}.`,
  figuresChartNone: (title: string) => `${title}: none.`,
  figuresChartMost: (title: string, most: string, day: string) => `${title}: at most ${most}, on ${day}.`,
  figuresRankedChart: (title: string, count: string, name: string, most: string) =>
    `${title}: ${count} lines; most for ${name}, ${most}.`,
  figuresAverage: (average: string) => `${average} a day on average`,
  figuresSum: (sum: string) => `${sum} in all`,
  figuresNoWriter: 'This is for the newsroom',
  figuresNoWriterText:
    'The account you are signed in with does not work for this publication. Ask an administrator to change that.',

  figuresNow: 'Being read now',
  figuresNowSum: (readings: number, formatted: string, minutes: string) =>
    `${readings === 1 ? '1 reading' : `${formatted} readings`} in the last ${minutes} minutes, as this server saw them.`,
  figuresNowNone: (minutes: string) =>
    `Nobody has read an article in the last ${minutes} minutes, as far as this server knows.`,

  figuresHits: 'Hits by day',
  figuresArticles: 'Hits by article',
  figuresReferrers: 'Where readers came from',
  figuresReferrersNote:
    'The site whose link they followed, where the browser says so. Of days that are older than two months, these stand on the first of their month.',
  figuresNoReferrer: 'Not said, or typed by hand',
  figuresResponses: 'Responses by day',
  figuresWaiting: 'How long the queue waits',
  figuresWaitingNow: (waiting: number, formatted: string, since: string) =>
    waiting === 1 ? `1 response waits, since ${since}.` : `${formatted} responses wait, the oldest since ${since}.`,
  figuresWaitingNone: 'Nothing waits for a moderator.',
  figuresWaitingNote:
    'Drawn are minutes, by the day of the decision: until half of what had been held was decided, and the longest.',
  figuresHalf: 'Half decided within (minutes)',
  figuresLongest: 'Longest (minutes)',
  figuresDecided: 'Decided',
  figuresWaitingChart: 'Minutes until half of the held responses were decided, by day',
  figuresLinkbacks: 'Linkbacks by day',
  figuresCame: 'Received',
  figuresTold: 'Sent',
  figuresJobs: 'Failed jobs',
  figuresJobsNote: 'Jobs that were given up. They are forgotten after a day.',
  figuresJobsLink: 'What to do about it',
  figuresArticle: 'Article',
  figuresSite: 'Site',
  figuresJob: 'Job',
  figuresCount: 'Number',
  figuresHitsColumn: 'Hits',
  figuresResponsesColumn: 'Responses',
} as const;
