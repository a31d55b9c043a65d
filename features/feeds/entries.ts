import type { CorrectionView, FeedArticleView, SourceView } from '#features/articles/schema';
import type { ResponseView } from '#features/responses/schema';
import { articlePath, authorPath, sectionPath, tagPath, threadPath } from '#lib/addresses';
import { safeUrl } from '#lib/document/schema';
import { excerptOf } from '#lib/document/text';
import { documentToHtml } from '#lib/document/to-html';
import type { Format } from '#lib/format';
import { escapeXml } from '#lib/html';
import { type FeedEntry, type FeedPicture, type FeedWords, feedPath } from './schema.ts';

/** What every entry of a feed is written with. `site` is the address of the publication, without a slash at its end. */
export type Writing = { site: string; words: FeedWords; format: Format; whole: boolean };

/** An article as an entry. One that needs a password says so, and nothing of its text. */
export function articleEntry(article: FeedArticleView, writing: Writing): FeedEntry {
  const { site, words, whole } = writing;
  const url = site + articlePath(article.slug);
  const publishedAt = article.publishedAt ?? new Date(0).toISOString();
  const changes = [publishedAt, article.updatedAt ?? publishedAt, ...article.corrections.map(({ at }) => at)];
  const picture = article.body === null ? null : pictureOf(article, site);
  const entry = {
    id: url,
    url,
    title: article.headline,
    publishedAt,
    updatedAt: newest(changes),
    language: article.language,
    authors: article.bylines.map(({ slug, name }) => ({ name, url: site + authorPath(slug) })),
    categories: categoriesOf(article, site),
    picture,
    sourceUrl: article.source?.url ?? null,
    inReplyTo: null,
  };
  if (article.body === null)
    return { ...entry, summary: '', html: paragraph(words.protectedText), whole: false, responses: null };

  const summary = article.excerpt || article.deck || excerptOf(article.body);
  const notes = [
    article.source && sourceLine(article.source, writing),
    ...article.corrections.map((correction) => correctionLine(correction, writing)),
  ];
  const text = whole
    ? [
        picture && figure(picture, article.picture?.caption ?? ''),
        documentToHtml(article.body, { absolute: absoluteFrom(url) }),
      ]
    : [summary && paragraph(summary)];
  const subject = { kind: 'responses', slug: article.slug } as const;
  const responses = {
    page: site + threadPath(article.slug, 1),
    rss: site + feedPath(subject, 'rss'),
    atom: site + feedPath(subject, 'atom'),
  };
  return { ...entry, summary, html: [...text, ...notes].filter(Boolean).join('\n'), whole, responses };
}

/** A response as an entry of the feed of its article; `page` is the page of the thread on which it stands. */
export function responseEntry(response: ResponseView & { page: number }, slug: string, writing: Writing): FeedEntry {
  const { site, words } = writing;
  const article = site + articlePath(slug);
  const url = `${site}${threadPath(slug, response.page).replace(/#.*$/, '')}#response-${response.id}`;
  const name = response.name || words.anonymous;
  return {
    id: `${article}#response-${response.id}`,
    url,
    title: response.title ? `${words[response.kind]}: ${response.title}` : `${words[response.kind]}: ${name}`,
    summary: excerptOf(response.body),
    html: documentToHtml(response.body, { absolute: absoluteFrom(article) }) || paragraph(response.title || name),
    whole: true,
    publishedAt: response.at,
    updatedAt: response.at,
    language: null,
    authors: [{ name, url: response.link }],
    categories: [],
    picture: null,
    sourceUrl: null,
    responses: null,
    inReplyTo:
      response.parentId === null
        ? { id: article, url: article }
        : { id: `${article}#response-${response.parentId}`, url: `${article}#response-${response.parentId}` },
  };
}

/** The latest of several times (ISO 8601 in UTC, which sort as text); empty without any. */
export const newest = (times: readonly string[]): string => [...times].sort().at(-1) ?? '';

/** Makes the addresses in a text absolute, as they are meant on the page `base`. */
const absoluteFrom =
  (base: string) =>
  (url: string): string =>
    URL.canParse(url, base) ? new URL(url, base).href : url;

function pictureOf({ picture, file }: FeedArticleView, site: string): FeedPicture | null {
  if (picture === null || file === null) return null;
  const { src, width, height, alt, credit } = picture;
  return { url: site + src, type: file.type, bytes: file.bytes, width, height, alt, credit };
}

function categoriesOf({ section, tags }: FeedArticleView, site: string): FeedEntry['categories'] {
  const inSection = section ? [{ term: section.slug, label: section.name, scheme: `${site}${sectionPath('')}` }] : [];
  return [
    ...inSection,
    ...tags.map(({ slug, name }) => ({ term: slug, label: name, scheme: `${site}${tagPath('')}` })),
  ];
}

const paragraph = (text: string): string => `<p>${escapeXml(text)}</p>`;

function figure({ url, width, height, alt, credit }: FeedPicture, caption: string): string {
  const image = `<img src="${escapeXml(url)}" alt="${escapeXml(alt)}" width="${width}" height="${height}">`;
  const said = [caption && escapeXml(caption), credit && `<small>${escapeXml(credit)}</small>`];
  const text = said.filter(Boolean).join(' ');
  return `<figure>${image}${text && `<figcaption>${text}</figcaption>`}</figure>`;
}

/** “Source: NAME — first published there on DATE”, as under the article itself. */
function sourceLine(source: SourceView, { words, format }: Writing): string {
  const name = escapeXml(source.name);
  const address = source.url === null ? null : safeUrl(source.url);
  const linked = address === null ? name : `<a href="${escapeXml(address)}">${name}</a>`;
  const first =
    source.publishedAt === null ? words.firstPublishedUndated : words.firstPublished(format.date(source.publishedAt));
  const rest = [
    first,
    source.author === null ? '' : words.sourceAuthor(source.author),
    source.licence === null ? '' : words.licence(source.licence),
  ];
  return `<p>${escapeXml(words.sourceLine)} ${linked} — ${escapeXml(rest.filter(Boolean).join(', '))}</p>`;
}

const correctionLine = ({ at, text, mistake }: CorrectionView, { words, format }: Writing): string =>
  `<p><strong>${escapeXml(mistake ? words.correction : words.update)} (${escapeXml(format.date(at))}):</strong> ${escapeXml(text)}</p>`;
