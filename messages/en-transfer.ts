/** Interface texts, English: export and import in the newsroom. Forms of it run in the browser, so it stays by itself. */
const counted =
  (one: string, many: string) =>
  (count: number, formatted: string): string =>
    count === 1 ? one : `${formatted} ${many}`;

export const transfer = {
  title: 'Export and import',
  intro: 'The whole publication as one file, out of here or in. Nobody is notified or mailed of what an import brings.',

  exportTitle: 'Export',
  exportText:
    'Writes every article, page, response, section, tag, author and redirect as a WordPress export (WXR), packed with gzip. WordPress takes it under Tools, Import; another Broadsheet takes it here. It has the addresses of people in it: keep it to yourself.',
  exportFiles: (folder: string) =>
    `Pictures and other files are named in it by their address here, from which an import fetches them. They themselves are in ${folder}; “npm run export -- FILE --media DIR” copies them too.`,
  exportStart: 'Make an export',
  download: (size: string) => `Download (${size})`,
  remove: 'Throw the file away',
  removeOf: (name: string) => `Throw the file away: ${name}`,
  kept: (date: string) => `Kept until ${date}.`,
  fileGone: 'The file was thrown away.',
  wrote: (articles: string, pages: string, responses: string, files: string) =>
    `Articles: ${articles}. Pages: ${pages}. Responses: ${responses}. Files that are named: ${files}.`,

  importTitle: 'Import',
  importText:
    'A WordPress export, or one that was made here; as XML or packed with gzip, of at most 1 GB unpacked. It is looked through first, and nothing is changed until you say so.',
  file: 'File',
  send: 'Send and look through',
  sending: (percent: string) => `Sending: ${percent}`,
  sendFailed: 'The connection broke, and nothing was kept. Send the file again.',

  surveyFrom: (site: string, address: string) => `${site}, ${address}`,
  would: 'New here',
  wouldUpdate: 'Changed there since it was brought',
  wouldKeep: 'Here already, as it is there',
  created: 'Brought',
  updated: 'Brought anew',
  unchanged: 'As it was',
  nothing: 'Nothing of it would change anything here.',
  didNothing: 'Nothing had to be changed.',
  kind: 'Kind',
  number: 'Number',
  skipped: counted('1 thing is not brought', 'things are not brought'),
  skippedOf: (ids: string) => `such as ${ids}`,
  kinds: {
    article: 'Articles',
    page: 'Pages',
    file: 'Files',
    section: 'Sections',
    tag: 'Tags',
    author: 'Authors',
    comment: 'Comments',
    trackback: 'Trackbacks',
    pingback: 'Pingbacks',
    webmention: 'Webmentions',
    redirect: 'Redirects',
    correction: 'Corrections',
    attachment: 'Attachments',
  } as Record<string, string>,
  fetchMedia: 'Fetch pictures and other files from the former site',
  fetchMediaHint: 'It has to be reachable. Without them, articles keep the address there.',
  repair: 'Drop what XML forbids',
  repairHint: 'Signs that no XML may have are left out, instead of the file being refused.',
  replaceDemo: 'Take the articles of the demo away first',
  importNow: 'Import',
  importAgain: 'Begin again',
  lookAgain: 'Look through again',
  discard: 'Discard',
  discardOf: (name: string) => `Discard ${name}`,

  listTitle: 'What was begun here',
  listNone: 'Nothing was exported or imported from here yet.',
  what: 'What',
  state: 'State',
  begun: 'Begun',
  report: 'Report',
  kindExport: 'Export',
  kindImport: 'Import',
  states: {
    waiting: 'Begins in a moment',
    running: 'Under way',
    done: 'Done',
    failed: 'Failed',
    stopped: 'Stopped',
  },
  decide: 'Waits for your decision',
  phases: {
    reading: 'Checking the file',
    media: 'Storing files',
    writing: 'Articles',
  },
  progress: (phase: string, done: string, total: string) => `${phase}: ${done} of ${total}`,
  reportOf: (seconds: string) => `What it did, in ${seconds} s`,
  stop: 'Stop',
  stopOf: (name: string) => `Stop ${name}`,
  stopped: 'What was brought until then is here. Begin again, and it goes on from there.',
  refresh: 'Look again',
  by: (name: string) => `by ${name}`,
  vercel:
    'On Vercel an export or import takes longer than a request may. Run “npm run export -- FILE” or “npm run import -- FILE” on a machine of yours, with the address of the database.',
} as const;
