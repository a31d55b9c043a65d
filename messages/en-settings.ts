import type { Settings } from '#features/settings/schema';

type Texts = { label: string; hint?: string; options?: Record<string, string> };

/** Interface texts, English: what each setting is called, and what it does. */
export const settings = {
  name: { label: 'Name of the publication' },
  tagline: { label: 'Line under the name', hint: 'Can be empty.' },
  language: {
    label: 'Language',
    hint: 'A tag such as en or pt-BR. Dates and numbers follow it, and the interface where it is translated.',
  },
  direction: { label: 'Direction of writing', options: { ltr: 'Left to right', rtl: 'Right to left' } },
  timeZone: { label: 'Time zone', hint: 'Such as Europe/Berlin. Days begin by it, and times are shown in it.' },
  accent: { label: 'Accent colour', hint: 'It is made as much darker or lighter as reading needs.' },
  look: {
    label: 'Look',
    options: { classic: 'Classic', modern: 'Modern', 'high-contrast': 'High contrast' },
  },
  readingFont: {
    label: 'Type of texts',
    options: { newsreader: 'Newsreader', 'source-serif': 'Source Serif', system: 'What the reader’s device has' },
  },
  frontLayout: {
    label: 'Front page',
    options: {
      lead: 'A lead between two columns',
      grid: 'A wide lead, and a row of three',
      river: 'Stories by date',
    },
  },
  logo: { label: 'Logo', hint: 'A picture of the library: PNG, WebP, AVIF or JPEG. It stands where the name stands.' },
  logoDark: { label: 'Logo on dark paper', hint: 'Without one, the logo is shown on dark paper too.' },
  poweredBy: { label: 'Says what it is published with' },
  designedBy: { label: 'Designed by', hint: 'A name. Empty: nobody is named.' },
  designedByUrl: { label: 'Their web address', hint: 'Can be empty.' },
  headerMenu: { label: 'Menu of the header' },
  footerMenu: { label: 'Menu of the footer' },
  footer: { label: 'Text under every page', hint: 'Plain text.' },
  feedText: { label: 'What feeds carry', options: { full: 'Whole articles', excerpt: 'Their descriptions' } },
  hitWindowMinutes: { label: 'A reader is counted once for an article within so many minutes' },
  trustAfter: {
    label: 'Approved responses after which a writer needs no moderator',
    hint: '0: nobody needs one.',
  },
  holdLinks: { label: 'Links with which a response waits for a moderator', hint: '0: links are no reason to wait.' },
  blockedWords: {
    label: 'Words that make a response spam',
    hint: 'Or parts of addresses. One a line, or separated by commas.',
  },
  suspectWords: { label: 'Words that make a response wait', hint: 'One a line, or separated by commas.' },
  spamFilter: { label: 'The filter that learns from decisions has a say' },
  reviewRequired: { label: 'An editor looks at what authors write before readers get it' },
  secondFactorFor: {
    label: 'Signing in takes a second step',
    hint: 'A code of an app. Who has none yet sets it up before the newsroom opens to them. Anybody may have one without being asked.',
    options: {
      nobody: 'Of nobody',
      administrators: 'Of administrators',
      newsroom: 'Of everybody who works here',
    },
  },
  readOnly: { label: 'The site can be read and takes nothing', hint: 'For times of work on it.' },
  embedsOff: { label: 'Services whose links stay links', hint: 'Their ids, separated by commas. Embeds lists them.' },
  receiveTrackbacks: { label: 'Takes trackbacks' },
  receivePingbacks: { label: 'Takes pingbacks' },
  receiveWebmentions: { label: 'Takes webmentions' },
  linkbackTrustedHosts: {
    label: 'Sites whose links need no moderator',
    hint: 'Their hosts, with everything below them. One a line, or separated by commas.',
  },
  linkbackBlockedHosts: { label: 'Sites of which no link is taken', hint: 'One a line, or separated by commas.' },
  sendLinkbacks: { label: 'Tells pages that articles link to them' },
  linkbacksShown: {
    label: 'Replies and mentions from other sites stand',
    options: { thread: 'Among the responses, by their date', apart: 'In a list after them' },
  },
  replyDepth: { label: 'Replies are indented so many times', hint: 'Deeper ones say whom they answer.' },
  attachmentMaxBytes: { label: 'Largest file of a response, in bytes', hint: 'A megabyte has 1000000.' },
  attachmentMaxFiles: { label: 'Files of one response' },
  attachmentKinds: {
    label: 'Kinds of files that are taken',
    hint: 'Separated by commas: image, audio, video, document, spreadsheet, interactive, other.',
  },
  attachmentWho: {
    label: 'Who may attach files',
    options: {
      'signed-in': 'Everybody who is signed in',
      approved: 'Who has had a response approved',
      nobody: 'Nobody',
    },
  },
  attachmentHold: { label: 'A response with files waits for a moderator' },
  attachmentQuotaBytes: { label: 'All files of one person together, in bytes', hint: 'A gigabyte has 1000000000.' },
} satisfies Record<keyof Settings, Texts>;

/** The parts of the page, each with its settings in their order. */
export const settingGroups = [
  {
    id: 'publication',
    title: 'Publication',
    keys: ['name', 'tagline', 'language', 'direction', 'timeZone'],
  },
  { id: 'reading', title: 'Reading', keys: ['feedText', 'hitWindowMinutes'] },
  { id: 'doors', title: 'Doors', keys: ['secondFactorFor'] },
  { id: 'writing', title: 'Writing', keys: ['reviewRequired', 'readOnly'] },
  {
    id: 'responses',
    title: 'Responses',
    keys: ['trustAfter', 'holdLinks', 'spamFilter', 'blockedWords', 'suspectWords', 'replyDepth'],
  },
  {
    id: 'files',
    title: 'Files of responses',
    keys: [
      'attachmentWho',
      'attachmentHold',
      'attachmentKinds',
      'attachmentMaxFiles',
      'attachmentMaxBytes',
      'attachmentQuotaBytes',
    ],
  },
  {
    id: 'linkbacks',
    title: 'Links from and to other sites',
    keys: [
      'receiveTrackbacks',
      'receivePingbacks',
      'receiveWebmentions',
      'linkbackTrustedHosts',
      'linkbackBlockedHosts',
      'linkbacksShown',
      'sendLinkbacks',
      'embedsOff',
    ],
  },
] satisfies { id: string; title: string; keys: (keyof Settings)[] }[];
