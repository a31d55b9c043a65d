import type { OutgoingHttpHeaders } from 'node:http';

const longestHead = 64_000;

/**
 * The headers by which other sites find where to announce a link to a page (Webmention 3.1.2, Pingback 1.0 2.1): what its
 * head says by `<link>`, which is true to the article and the switches.
 */
export function linkbackHeaders(page: Buffer): OutgoingHttpHeaders {
  const end = page.indexOf('</head>');
  const head = page.toString('utf8', 0, Math.min(end < 0 ? longestHead : end, longestHead));
  const named = (rel: string): string | undefined =>
    new RegExp(`<link rel="${rel}" href="([^"<>\\s]+)"`).exec(head)?.[1]?.replaceAll('&amp;', '&');
  const [webmention, pingback] = [named('webmention'), named('pingback')];
  return {
    ...(webmention && { Link: `<${webmention}>; rel="webmention"` }),
    ...(pingback && { 'X-Pingback': pingback }),
  };
}
