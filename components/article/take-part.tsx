import type { ReactNode } from 'react';
import type { ArticleView } from '#features/articles/schema';
import type { Settings } from '#features/settings/schema';
import { articlePath, sendWebmentionPath, trackbackPath } from '#lib/addresses';
import { escapeXml, scriptJson } from '#lib/html';
import type { Edition } from '#messages/edition';
import { offerCopy } from './offer-copy.ts';

type Props = { article: ArticleView; settings: Settings; site: string; edition: Edition };

/**
 * What can be done about an article, true to what is open: "You can leave a response, or trackback from your own site."
 * Where other sites may answer, how they do, with the address for trackbacks and the RDF by which old tools find it.
 */
export function TakePart({ article, settings, site, edition: { t } }: Props) {
  if (article.kind === 'page' || article.body === null || settings.readOnly) return null;
  const pings = (on: boolean) => article.pingsOpen && on;
  const trackbacks = pings(settings.receiveTrackbacks);
  const mentions = pings(settings.receiveWebmentions);
  const elsewhere = trackbacks || mentions || pings(settings.receivePingbacks);
  const words = sentence(article.commentsOpen, elsewhere, trackbacks, t);
  if (words === null) return null;
  const url = `${site}${articlePath(article.slug)}`;
  const ping = `${site}${trackbackPath(article.slug)}`;
  return (
    <>
      <p className="take-part">{linked(words)}</p>
      {elsewhere && (
        <details className="take-part-how">
          <summary>{t.fromYourSite}</summary>
          <p id="trackback">{t.fromYourSiteText}</p>
          {trackbacks && (
            <>
              <p>
                {t.trackbackAddress} <code className="take-part-address">{ping}</code>
              </p>
              {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a function of ours, and its argument as escaped JSON. */}
              <script dangerouslySetInnerHTML={{ __html: copyScript([t.copyAddress, t.addressCopied]) }} />
              {/* biome-ignore lint/security/noDangerouslySetInnerHtml: markup of ours, and every text in it escaped. */}
              <div hidden dangerouslySetInnerHTML={{ __html: rdf(url, ping, article.headline) }} />
            </>
          )}
          {mentions && (
            <p>
              <a href={`${sendWebmentionPath}?target=${encodeURIComponent(url)}`} rel="nofollow">
                {t.tellByHand}
              </a>
            </p>
          )}
        </details>
      )}
    </>
  );
}

const copyScript = (words: [copy: string, copied: string]): string => `(${offerCopy})(${words.map(scriptJson).join()})`;

/** No text has these in it. */
const marks = { respond: '\u0001', how: '\u0002' };
const places: readonly (readonly [mark: string, href: string])[] = [
  [marks.respond, '#responses'],
  // Inside the folded part, which browsers unfold for whom they lead there.
  [marks.how, '#trackback'],
];

function sentence(comments: boolean, elsewhere: boolean, trackbacks: boolean, t: Edition['t']): string | null {
  const { respond, how } = marks;
  if (comments && trackbacks) return t.takePart(respond, how);
  if (comments) return elsewhere ? t.takePartLinking(respond, how) : t.takePartHere(respond);
  if (trackbacks) return t.takePartElsewhere(how);
  return elsewhere ? t.takePartLinkingElsewhere(how) : null;
}

/** A sentence with its links: each begins and ends with its mark. */
function linked(words: string, [place, ...rest] = places): ReactNode {
  if (place === undefined) return words;
  const [before = '', label, after = ''] = words.split(place[0]);
  if (label === undefined) return linked(words, rest);
  return (
    <>
      {linked(before, rest)}
      <a href={place[1]}>{label}</a>
      {linked(after, rest)}
    </>
  );
}

/** As the specification has it, in a comment: there validators do not stumble over it. Two hyphens would end the comment. */
function rdf(url: string, ping: string, title: string): string {
  const value = (text: string) => escapeXml(text).replaceAll('--', '-&#45;');
  return (
    '<!-- <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" ' +
    'xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">' +
    `<rdf:Description rdf:about="${value(url)}" dc:identifier="${value(url)}" dc:title="${value(title)}" ` +
    `trackback:ping="${value(ping)}" /></rdf:RDF> -->`
  );
}
