/** The longest host name there is (RFC 1035, 2.3.4) is 253; what browsers really meet is far shorter. */
const longestHost = 100;

/**
 * The host a reader came from, lower-case and without `www.` and port; empty for anything that is no public host
 * name, so that neither a forged word nor an address of an inner network is kept.
 */
export function referrerHost(value: string): string {
  const host = value
    .trim()
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '');
  if (host.length > longestHost) return '';
  return /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:xn--[a-z0-9-]+|[a-z]{2,})$/.test(host) ? host : '';
}

/** A country as a proxy names it; null for none, for `XX` (unknown) and `T1` (Tor). */
export function countryCode(value: string): string | null {
  const code = value.trim().toUpperCase();
  return /^[A-Z]{2}$/.test(code) && code !== 'XX' ? code : null;
}
