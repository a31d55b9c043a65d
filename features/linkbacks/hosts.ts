/** The host of an address as budgets, pauses and lists know it: lower case, without port and `www.`. */
export const linkbackHost = (url: URL): string =>
  url.hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\./, '');

/** Whether a host is one of a list, or below one of it. */
export const isListed = (host: string, list: readonly string[]): boolean =>
  list.some((entry) => {
    const wanted = entry.replace(/^\*?\./, '').replace(/^www\./, '');
    return wanted !== '' && (host === wanted || host.endsWith(`.${wanted}`));
  });

/** The same page however its address is written: without fragment, and `http` as good as `https`. */
export function pageKey(url: URL): string {
  const { host, pathname, search } = url;
  return `${host.toLowerCase()}${pathname === '' ? '/' : pathname}${search}`;
}
