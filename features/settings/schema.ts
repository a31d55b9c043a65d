import { z } from 'zod';
import { attachmentKinds, attachmentWho } from '#features/attachments/schema';
import { menuOf } from './menu-shape.ts';

const timeZone = z.string().refine((value) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}, 'must be a time zone such as Europe/Berlin');

const language = z.string().refine((value) => {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}, 'must be a language tag such as en or pt-BR');

const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number(`must be a number from ${least} to ${most}`)
    .int('must be a whole number')
    .min(least, `must be ${least} or more`)
    .max(most, `must be ${most} or less`);

/** From the command line a list is one text. `longest`: characters of one. */
const listOf = (longest: number) =>
  z
    .union(
      [z.string().transform((text) => text.split(/[\n,]/)), z.array(z.string())],
      'must be words separated by commas',
    )
    .transform((words) => [...new Set(words.map((word) => word.trim().toLowerCase()).filter(Boolean))])
    .refine(
      (words) => words.length <= 1000 && words.every((word) => word.length <= longest),
      'must be 1000 short words at most',
    )
    .default([]);
const wordList = listOf(100);
/** As long as a name of a host may be (RFC 1035). */
const hostList = listOf(253);

/** From the command line a list is one text. */
const kindList = z
  .union([z.string().transform((text) => text.split(',')), z.array(z.string())], 'must be kinds separated by commas')
  .transform((kinds) => kinds.map((kind) => kind.trim().toLowerCase()).filter(Boolean))
  .pipe(z.array(z.enum(attachmentKinds, `must be some of ${attachmentKinds.join(', ')}`)))
  .transform((kinds) => attachmentKinds.filter((kind) => kinds.includes(kind)))
  .default([...attachmentKinds]);

const onOrOff = z.union(
  [z.boolean(), z.enum(['on', 'off', 'true', 'false']).transform((text) => text === 'on' || text === 'true')],
  'must be on or off',
);

export type { MenuItem, MenuTarget } from './menu-shape.ts';

/** How all pages look: three sets of the same tokens, each light and dark. */
export const looks = ['classic', 'modern', 'high-contrast'] as const;
export type Look = (typeof looks)[number];
/** In which type articles are set. */
const readingFonts = ['newsreader', 'source-serif', 'system'] as const;
/** How the front page stands: the lead between two columns, the lead above a row of stories, or stories by date. */
const frontLayouts = ['lead', 'grid', 'river'] as const;

/** A file of the library by its id, or nothing. */
const fileId = z
  .string()
  .regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/, 'must be the id of a file')
  .default('');

/** The settings of a publication, with the defaults that hold until somebody changes them. */
export const SettingsShape = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(80).default('Broadsheet'),
  tagline: z.string().trim().max(200).default('A publication of your own'),
  language: language.default('en'),
  direction: z.enum(['ltr', 'rtl']).default('ltr'),
  timeZone: timeZone.default('UTC'),
  /** The one accent colour, in sRGB hex; the dark look derives its own from it. */
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #b5341f')
    .default('#b5341f'),
  look: z.enum(looks, `must be one of ${looks.join(', ')}`).default('classic'),
  readingFont: z.enum(readingFonts, `must be one of ${readingFonts.join(', ')}`).default('newsreader'),
  frontLayout: z.enum(frontLayouts, `must be one of ${frontLayouts.join(', ')}`).default('lead'),
  /** A picture of the library that stands for the name; the other one on dark paper. */
  logo: fileId,
  logoDark: fileId,
  /** Plain text under every page. */
  footer: z.string().trim().max(500, 'must have 500 characters at most').default(''),
  /** Whether every page says what it is published with. */
  poweredBy: onOrOff.default(true),
  /** Who designed the site, and where they are to be found; empty: nobody is named. */
  designedBy: z.string().trim().max(80, 'must have 80 characters at most').default(''),
  designedByUrl: z
    .string()
    .trim()
    .max(500, 'must have 500 characters at most')
    .refine(
      (url) => url === '' || (/^https?:\/\/[^\s]+$/i.test(url) && URL.canParse(url)),
      'must be a web address that begins with https://',
    )
    .default(''),
  headerMenu: menuOf(12),
  footerMenu: menuOf(30),
  /** Whether feeds carry whole articles or their excerpts. */
  feedText: z.enum(['full', 'excerpt']).default('full'),
  /** One reader is counted once for an article within so many minutes. */
  hitWindowMinutes: z.coerce
    .number('must be minutes, from 1 to 1440')
    .int('must be whole minutes')
    .min(1, 'must be 1 or more')
    .max(1440, 'must be 1440 or less')
    .default(30),
  /** A writer whose so many responses were approved needs no moderator any more; 0: nobody does. */
  trustAfter: wholeNumber(0, 20).default(1),
  /** A response with so many links waits for a moderator; 0: links are no reason to. */
  holdLinks: wholeNumber(0, 50).default(2),
  /** Words, or parts of addresses, that make a response spam; one a line, or separated by commas. */
  blockedWords: wordList,
  /** Those that make it wait for a moderator. */
  suspectWords: wordList,
  /** Whether the filter that learns from decisions has a say. */
  spamFilter: onOrOff.default(true),
  /** Whether an editor looks at what authors write before readers get it. */
  reviewRequired: onOrOff.default(true),
  /** Of whom signing in asks a second step; who has none yet sets it up before the newsroom opens. */
  secondFactorFor: z
    .enum(['nobody', 'administrators', 'newsroom'], 'must be nobody, administrators or newsroom')
    .default('nobody'),
  /** The site can be read, and takes no responses. */
  readOnly: onOrOff.default(false),
  /** Services whose links stay links: their ids, as `npm run embeds` names them. */
  embedsOff: wordList,
  /** Whether other sites may announce that they link to an article, by each of the three protocols. */
  receiveTrackbacks: onOrOff.default(true),
  receivePingbacks: onOrOff.default(true),
  receiveWebmentions: onOrOff.default(true),
  /** Hosts whose linkbacks need no moderator, with everything below them (`example.org` is `blog.example.org` too). */
  linkbackTrustedHosts: hostList,
  /** Hosts of which no linkback is taken. */
  linkbackBlockedHosts: hostList,
  /** Whether the pages that articles link to are told of it. */
  sendLinkbacks: onOrOff.default(true),
  /** Where replies and mentions from other sites stand: among the responses by their date, or in a list after them. */
  linkbacksShown: z.enum(['thread', 'apart'], 'must be thread or apart').default('thread'),
  /** Replies are indented so many times; deeper ones say whom they answer. */
  replyDepth: wholeNumber(1, 10).default(4),
  /** Bytes of the largest file of a response. A megabyte is 1,000,000 bytes. */
  attachmentMaxBytes: wholeNumber(1, 1_000_000_000).default(100_000_000),
  /** Files of one response. */
  attachmentMaxFiles: wholeNumber(0, 50).default(10),
  attachmentKinds: kindList,
  /** Who may attach files: everybody who is signed in, those of whom a response is public, nobody. */
  attachmentWho: z.enum(attachmentWho, 'must be signed-in, approved or nobody').default('signed-in'),
  /** Whether a response with files waits for a moderator, whoever wrote it. */
  attachmentHold: onOrOff.default(true),
  /** Bytes that all files of one person may take together. */
  attachmentQuotaBytes: wholeNumber(0, 1_000_000_000_000).default(1_000_000_000),
});

export type Settings = z.infer<typeof SettingsShape>;

/** The settings that these rows make. One that is missing, or no longer valid, has its default. */
export function settingsFrom(rows: readonly { key: string; value: unknown }[]): Settings {
  const stored = new Map(rows.map((row) => [row.key, row.value]));
  const result: Record<string, unknown> = {};
  for (const [key, shape] of Object.entries(SettingsShape.shape)) {
    const parsed = shape.safeParse(stored.get(key));
    result[key] = parsed.success ? parsed.data : shape.parse(undefined);
  }
  return result as Settings;
}
