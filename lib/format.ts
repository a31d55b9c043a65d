/** How one publication writes dates, numbers and lists. Times come in ISO 8601. */
export type Format = {
  /** `November 22, 2025` */
  date(iso: string): string;
  /** `Nov 22, 2025`, for lists. */
  shortDate(iso: string): string;
  /** `November 22, 2025 at 2:05 PM UTC` */
  dateTime(iso: string): string;
  /** `2:05 PM` */
  time(iso: string): string;
  /** `Nov 22, 2025` for a day alone, `2025-11-22`, which is the same day everywhere. */
  day(iso: string): string;
  /** `Nov 22` for such a day. */
  dayAndMonth(iso: string): string;
  /** The name of a month (1–12) alone, or with its year. */
  month(month: number, year?: number): string;
  number(value: number): string;
  list(items: string[]): string;
  /** The same list in pieces, for linking its members: `element` is an item, `literal` what stands between. */
  listParts(items: string[]): { type: 'element' | 'literal'; value: string }[];
};

const known = new Map<string, Format>();

/** Formats in a language (BCP 47) and an IANA time zone; made once. */
export function formatFor({ language, timeZone }: { language: string; timeZone: string }): Format {
  const key = `${language} ${timeZone}`;
  let format = known.get(key);
  if (format === undefined) {
    format = makeFormat(language, timeZone);
    known.set(key, format);
  }
  return format;
}

function makeFormat(language: string, timeZone: string): Format {
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(language, options);
    return (iso: string) => made.format(new Date(iso));
  };
  const monthOnly = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  const monthAndYear = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const numbers = new Intl.NumberFormat(language);
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    date: dates({ dateStyle: 'long', timeZone }),
    shortDate: dates({ dateStyle: 'medium', timeZone }),
    day: dates({ dateStyle: 'medium', timeZone: 'UTC' }),
    dayAndMonth: dates({ day: 'numeric', month: 'short', timeZone: 'UTC' }),
    time: dates({ timeStyle: 'short', timeZone }),
    dateTime: dates({
      ...{ year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' },
      ...{ timeZoneName: 'short', timeZone },
    }),
    month(month, year) {
      const date = new Date(0);
      date.setUTCFullYear(year ?? 2000, month - 1, 1);
      return (year === undefined ? monthOnly : monthAndYear).format(date);
    },
    number: (value) => numbers.format(value),
    list: (items) => lists.format(items),
    listParts: (items) => lists.formatToParts(items),
  };
}

const rightToLeft = new Set([
  'ar',
  'arc',
  'ckb',
  'dv',
  'fa',
  'he',
  'ks',
  'ku',
  'nqo',
  'ps',
  'sd',
  'syr',
  'ug',
  'ur',
  'yi',
]);

/** The direction in which a language (BCP 47) is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  try {
    const locale = new Intl.Locale(language).maximize();
    if (locale.script) return /^(Arab|Hebr|Thaa|Syrc|Nkoo|Adlm|Rohg)$/.test(locale.script) ? 'rtl' : 'ltr';
  } catch {
    // Not a language tag; the list below decides.
  }
  return rightToLeft.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}
