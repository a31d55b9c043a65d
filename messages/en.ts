import { accounts } from './en-accounts.ts';
import { attachments } from './en-attachments.ts';
import { discussion } from './en-discussion.ts';
import { doors } from './en-doors.ts';
import { embeds } from './en-embeds.ts';
import { figures } from './en-figures.ts';
import { linkbacksReceived } from './en-linkbacks-received.ts';
import { linkbacksShown } from './en-linkbacks-shown.ts';
import { log } from './en-log.ts';
import { moderation } from './en-moderation.ts';
import { system } from './en-system.ts';

/**
 * Every word of the interface, in English. Another language is another file of the same shape, named in
 * `messages/catalogue.ts`. Functions receive what the sentence needs; numbers come formatted, with the bare
 * number before them where the words depend on it.
 */
export const en = {
  skipToContent: 'Skip to content',
  sections: 'Sections',
  allSections: 'All sections',
  pages: 'Pages',
  archive: 'Archive',
  follow: 'Follow',
  rssFeed: 'RSS feed',
  atomFeed: 'Atom feed',
  jsonFeed: 'JSON Feed',
  feedOf: (name: string) => `Feed: ${name}`,
  responsesFeed: 'Follow the responses',
  publishedWith: 'Published with Broadsheet',
  designedBy: 'Designed by',
  menu: 'Menu',
  backToTop: 'Back to top',

  topStories: 'Top stories',
  latest: 'Latest',
  mostDiscussed: 'Most discussed',
  readMore: 'Read more',
  readMoreOf: (headline: string) => `: ${headline}`,
  by: (names: string) => `By ${names}`,
  from: (name: string) => `From ${name}`,
  published: 'Published',
  updated: 'Updated',
  minutesToRead: (minutes: string) => `${minutes} min read`,
  articleCount: (count: number, formatted: string) => (count === 1 ? '1 article' : `${formatted} articles`),
  responseCount: (count: number, formatted: string) => (count === 1 ? '1 response' : `${formatted} responses`),

  sourceLine: 'Source:',
  firstPublished: (date: string) => `first published there on ${date}`,
  firstPublishedUndated: 'first published there',
  sourceAuthor: (name: string) => `written by ${name}`,
  licence: (name: string) => `Licence: ${name}`,
  corrections: 'Corrections',
  correction: 'Correction',
  update: 'Update',
  tags: 'Tags',
  tag: 'Tag',
  related: 'Related',
  protectedTitle: 'This article is protected',
  protectedText: 'It can be read with the password that its author gave out.',
  passwordLabel: 'Password',
  passwordMissing: 'Type the password of this article.',
  passwordWrong: 'That is not the password of this article. Check capitals and spaces, and try again.',
  unlock: 'Read the article',
  actionFailed: 'Something went wrong here. Nothing was changed; try again in a moment.',

  pictureAt: (host: string) => `Picture at ${host}`,
  audioAt: (host: string) => `Audio at ${host}`,
  videoAt: (host: string) => `Video at ${host}`,
  fileAt: (host: string) => `File at ${host}`,
  notFetched: 'Kept on another site. It opens there.',
  enlarge: 'View the picture in full size',
  download: 'Download',
  scrollableTable: 'Table',
  scrollableCode: 'Code',
  notes: 'Notes',
  note: (number: string) => `Note ${number}`,
  backToText: (number: string) => `Back to note ${number} in the text`,

  responses: 'Responses',
  noResponses: 'Nobody has responded yet.',
  responsesClosed: 'Responses to this article are closed.',
  noResponsesClosed: 'This article takes no responses.',
  anonymous: 'Anonymous',
  comment: 'Comment',
  trackback: 'Trackback',
  pingback: 'Pingback',
  webmention: 'Webmention',
  inReplyTo: (name: string) => `In reply to ${name}`,
  responsesTo: 'Responses to',
  responsePage: (page: string) => `Responses, page ${page}`,

  older: 'Older',
  newer: 'Newer',
  previousPage: 'Previous page',
  nextPage: 'Next page',
  earlier: 'Earlier responses',
  later: 'Later responses',
  pageOf: (page: string, pages: string) => `Page ${page} of ${pages}`,
  pagination: 'Pages of this list',

  section: 'Section',
  author: 'Author',
  desk: 'Desk',
  authorLink: (host: string) => `More at ${host}`,
  articlesBy: (name: string) => `Articles by ${name}`,
  articlesOn: (name: string) => `Articles about ${name}`,
  archiveIntro: (count: number, formatted: string) =>
    count === 1 ? 'One article so far, by month.' : `All ${formatted} articles, by month.`,
  archiveByMonth: 'By month',
  monthTitle: (month: string) => `Archive: ${month}`,

  emptyFrontTitle: 'The first edition is still being set',
  emptyFrontText: 'Nothing has been published here yet. When something is, this page becomes the front page.',
  emptyFrontOwner: 'Is this your publication?',
  emptyFrontSteps: 'Bring an archive in from the command line, in the folder where Broadsheet is installed:',
  emptyListTitle: 'Nothing here yet',
  emptyListText: 'No article stands in this list at the moment.',

  hits: (number: string) => `Hits: ${number}`,
  howCounted: 'How hits are counted',
  lastThirtyDays: 'Last 30 days',
  mostRead: 'Most read',
  mostReadToday: 'Today',
  mostReadWeek: 'This week',
  mostReadAlways: 'All time',
  nothingReadYet: 'Nobody yet.',
  statsTitle: (headline: string) => `Hits: ${headline}`,
  statsOfArticle: 'Hits of an article',
  statsTotal: 'Since publication',
  statsMonth: 'In the last 30 days',
  statsImported: (number: string) =>
    `${number} of them were brought from the former site, which counted by its own rules.`,
  statsChart: (sum: string, most: string, day: string) => `${sum} hits in the last 30 days; most on ${day}: ${most}.`,
  statsChartEmpty: 'No hits in the last 30 days.',
  statsByDay: 'Day by day',
  statsDay: 'Day',
  statsHits: 'Hits',
  statsNote: 'Days are those of the publication’s time zone. Today is not over yet.',
  backToArticle: 'Back to the article',

  countingIntro:
    'Under each article stands how often it was read. This page says what that number holds, and what it does not.',
  countingWhat: 'What a hit is',
  countingWhatText:
    'A hit is one reader who had one article on screen, in a window in front of them, for a second or more. A page that a browser fetched ahead, or opened in a tab nobody looked at, is not one. Browsers without JavaScript show the number but are not counted.',
  countingOnce: 'One reader, one hit',
  countingOnceText: (minutes: string) =>
    `Whoever reads the same article again within ${minutes} minutes is not counted again. Readers who come back later are.`,
  countingLeftOut: 'What is left out',
  countingLeftOutText:
    'Search engines and other programs that say what they are, browsers that run without a window, and more than 120 calls a minute from one network. They are tallied apart. A program that passes itself off as a reader’s browser can not be told from one, so a few of those are in the number.',
  countingPrivacy: 'How a reader is recognised',
  countingPrivacyText: (minutes: string) =>
    `By a code made of the network address, the name of the browser, and the article, with a random key. The code is deleted once its ${minutes} minutes are over. The key is new every day, and the old one is deleted as many minutes after its day. The address is not stored, nothing is put on your device, and two articles that one reader read can not be brought together.`,
  countingKept: 'What is kept',
  countingKeptText:
    'Sums: how many hits an article had on a day, which sites their readers came from, and their countries where a proxy in front of this site names them. Older days are merged into months.',
  countingFresh: 'How new the number is',
  countingFreshText:
    'The number in a page is renewed within a minute of a change. A second after you began to read, it becomes the one of that moment.',
  countingLists: 'Most read',
  countingListsText: (timeZone: string) =>
    `Today begins at midnight (${timeZone}). This week is the last seven days, with today. Lists are at most a few minutes old.`,
  countingImported: 'Numbers from before',
  countingImportedText:
    'Articles that were brought here from another site may have brought a number along, counted by the rules of that site. It is the start of theirs here, and their statistics say how much of it there is.',

  notFoundTitle: 'Page not found',
  notFoundText: 'There is no page at this address. It may have moved, or it has been withdrawn.',
  notFoundWhere: 'Where to go from here',
  backToFront: 'Front page',

  ...accounts,
  ...attachments,
  ...discussion,
  ...doors,
  ...embeds,
  ...figures,
  ...linkbacksReceived,
  ...linkbacksShown,
  ...log,
  ...moderation,
  ...system,
} as const;
