/** The addresses of pages, in one place. Slugs may be Unicode; addresses are percent-encoded. */
const part = (slug: string): string => encodeURIComponent(slug);

export const articlePath = (slug: string): string => `/articles/${part(slug)}`;
export const pagePath = (slug: string): string => `/${part(slug)}`;
export const sectionPath = (slug: string): string => `/sections/${part(slug)}`;
export const tagPath = (slug: string): string => `/tags/${part(slug)}`;
export const authorPath = (slug: string): string => `/authors/${part(slug)}`;
export const archivePath = '/archive';
export const countingPath = '/about/counting';
export const statsPath = (slug: string): string => `${articlePath(slug)}/stats`;

/** `month` is 1–12. */
export const monthPath = (year: number, month: number): string => `/archive/${year}/${String(month).padStart(2, '0')}`;

/** A page of a thread; the first is the article's own. */
export const threadPath = (slug: string, page: number): string =>
  page === 1 ? `${articlePath(slug)}#responses` : `${articlePath(slug)}/responses/${page}`;

/** What a dynamic segment of an address says, or null where it is no valid percent-encoding. */
export function decodeSegment(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** A page number as addresses write it: decimal, from 1, without leading zeros. Null for anything else. */
export function pageNumber(value: string): number | null {
  return /^[1-9]\d{0,5}$/.test(value) ? Number(value) : null;
}

/** The host of a web address, without `www.`; the address itself where it has none. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '') : address;
}
