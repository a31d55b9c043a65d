import { hash } from 'node:crypto';
import { documentFromHtml, type FromHtmlOptions, type ResolvedFile } from '#lib/document/from-html';
import { type DocumentNode, documentVersion, safeUrl } from '#lib/document/schema';
import { countWords, documentText, excerptOf, shorten } from '#lib/document/text';
import { withoutForbidden } from '#lib/html';
import type { Addresses } from './addresses.ts';
import type { MediaShelf } from './media.ts';
import { type Survey, termsOf } from './survey.ts';
import { importedHits } from './views.ts';
import { digestOf, parseTime, plainText, teaserText, timeOf } from './words.ts';
import type { WxrComment, WxrItem } from './wxr.ts';

/** Raised when the same item would be read into something else, so that a second run updates what the first brought. */
const mapping = 1;

/** An item as it will be stored. Names instead of ids, so that it can be compared between runs and databases. */
export type ArticleRecord = {
  externalId: string;
  kind: 'article' | 'page';
  slug: string;
  headline: string;
  deck: string;
  excerpt: string;
  language: string | null;
  section: string | null;
  tags: string[];
  authors: string[];
  status: 'draft' | 'in_review' | 'approved' | 'scheduled' | 'published' | 'archived';
  visibility: 'public' | 'private' | 'password';
  password: string;
  passwordHash: string | null;
  publishedAt: number | null;
  updatedAt: number | null;
  createdAt: number;
  pinnedAt: number | null;
  /** Its place among the pinned ones, where it had one. */
  pinnedPosition?: number;
  lead: { fileId: string; alt: string; caption: string; credit: string } | null;
  commentPolicy: 'open' | 'closed' | 'closed_after';
  commentDays: number | null;
  pingPolicy: 'open' | 'closed';
  source: Record<string, string | number | null>;
  corrections: { at: number; text: string; mistake: boolean }[];
  words: number;
  body: string;
  /** The body as it came; no part of the digest, for what it becomes is. */
  original: string;
  digest: string;
  comments: CommentRecord[];
  /** How often it was read there. Not in the digest: a number that grows is no change of the article. */
  hits: number | null;
};

export type CommentRecord = {
  externalId: string;
  parent: string;
  kind: 'comment' | 'trackback' | 'pingback' | 'webmention';
  name: string;
  emailHash: string | null;
  link: string | null;
  sourceUrl: string | null;
  body: string;
  createdAt: number;
  state: 'approved' | 'held' | 'spam' | 'trashed';
  /** What an export of ours says beyond that. */
  kept?: KeptOfComment;
  /** The hash of all of it but the state, a colon, and the state. */
  digest: string;
};

/** Times in milliseconds. */
type KeptOfComment = {
  likes?: number;
  editedAt?: number;
  deletedAt?: number;
  writerGoneAt?: number;
  /** Markdown. */
  source?: string;
  /** Its files, as our export names them; looked at when they are written. */
  attachments?: unknown[];
  linkback?: KeptLinkback;
};

/** What the page said that links to the article, and the picture of its writer, which is here already. */
type KeptLinkback = {
  title: string;
  kind: 'reply' | 'like' | 'repost' | 'bookmark' | 'mention';
  siteName: string;
  publishedAt: number | null;
  faceId: string | null;
};

/** What the whole file knows and one item needs. */
export type Setting = {
  survey: Survey;
  slugs: ReadonlyMap<string, string>;
  addresses: Addresses;
  shelf: MediaShelf;
  /** Milliseconds for what has no time that can be read. */
  undated: number;
};

const statuses = new Map<string, ArticleRecord['status']>(
  Object.entries({
    publish: 'published',
    private: 'published',
    future: 'scheduled',
    pending: 'in_review',
    draft: 'draft',
  } as const),
);
const ownStatuses = new Set(['draft', 'in_review', 'approved', 'scheduled', 'published', 'archived']);

/** Reads an item. `missed` are addresses of files in its body that are not known yet. */
export function articleRecord(
  item: WxrItem,
  setting: Setting,
): { record: ArticleRecord; missed: string[]; lostLead: string | null } {
  const { fields, meta } = item;
  const own = (key: string): string => meta.get(`_broadsheet_${key}`)?.[0] ?? '';
  const externalId = fields.post_id?.trim() ?? '';
  const missed: string[] = [];
  const original = fields.content ?? '';
  const body = documentFromHtml(original, bodyOptions(item, setting, externalId, missed));
  const exactly = (key: string): number | null => {
    const time = Date.parse(own(key));
    return Number.isNaN(time) ? null : time;
  };
  const at = exactly('published_at') ?? timeOf(fields) ?? setting.undated;
  const given = own('status');
  const status = ownStatuses.has(given)
    ? (given as ArticleRecord['status'])
    : (statuses.get(fields.status ?? '') ?? 'draft');
  const undated = status === 'draft' || status === 'in_review' || status === 'approved';
  const publishedAt = undated && own('published_at') === '' ? null : at;
  const changed = parseTime(fields.post_modified_gmt) ?? parseTime(fields.post_modified);
  const language = own('language') || null;
  const text = documentText(body);
  const visibility = visibilityOf(fields, own('visibility'));
  // Nothing of a protected text stands outside it.
  const open = visibility !== 'password';
  const headline = plainText(fields.title ?? '') || (open ? shorten(text, 80) : '') || 'Untitled';
  const thumbnail = meta.get('_thumbnail_id')?.[0]?.trim() ?? '';
  const kept = thumbnail === '' ? undefined : setting.shelf.keptAttachment(thumbnail);
  const attached = thumbnail === '' ? undefined : setting.shelf.attachment(thumbnail);
  const { section, tags } = termsOf(item);
  const password = fields.post_password ?? '';
  const record: Omit<ArticleRecord, 'digest' | 'comments' | 'hits'> = {
    externalId,
    kind: fields.post_type === 'page' ? 'page' : 'article',
    slug: setting.slugs.get(externalId) ?? `article-${externalId}`,
    headline,
    deck: own('deck'),
    excerpt: teaserText(fields.excerpt ?? '') || (open ? excerptOf(body, 240) : ''),
    language,
    section,
    tags,
    authors: authorsOf(item, setting.survey, own('bylines')),
    status,
    visibility,
    password: own('password_hash') ? '' : password,
    passwordHash: own('password_hash') || null,
    publishedAt,
    updatedAt:
      exactly('updated_at') ??
      (publishedAt !== null && changed !== null && changed > publishedAt + 60_000 ? changed : null),
    createdAt: at,
    ...(/^[1-9]\d{0,5}$/.test(own('pinned_position')) && { pinnedPosition: Number(own('pinned_position')) }),
    pinnedAt: exactly('pinned_at') ?? (fields.is_sticky?.trim() === '1' ? (publishedAt ?? at) : null),
    lead: kept
      ? {
          fileId: kept.fileId,
          alt: meta.get('_broadsheet_lead_alt')?.[0] ?? attached?.alt ?? '',
          caption: meta.get('_broadsheet_lead_caption')?.[0] ?? attached?.caption ?? '',
          credit: meta.get('_broadsheet_lead_credit')?.[0] ?? attached?.credit ?? '',
        }
      : null,
    commentPolicy: own('comment_days')
      ? 'closed_after'
      : fields.comment_status?.trim() === 'closed'
        ? 'closed'
        : 'open',
    commentDays: Number.parseInt(own('comment_days'), 10) || null,
    pingPolicy: fields.ping_status?.trim() === 'closed' ? 'closed' : 'open',
    source: sourceOf(own('source')),
    corrections: correctionsOf(own('corrections')),
    words: countWords(text, language ?? (setting.survey.language || 'en')),
    body: JSON.stringify(body),
    original,
  };
  const { original: _, ...digested } = record;
  const digest = digestOf(JSON.stringify([mapping, documentVersion, digested]));
  const comments = item.comments.flatMap((comment) => commentRecord(comment, at, setting.shelf) ?? []);
  const lostLead = kept === undefined && thumbnail !== '' && thumbnail !== '0' ? (attached?.url ?? thumbnail) : null;
  return { record: { ...record, digest, comments, hits: importedHits(meta) }, missed, lostLead };
}

function visibilityOf(fields: Record<string, string>, own: string): ArticleRecord['visibility'] {
  if (own === 'public' || own === 'private' || own === 'password') return own;
  if (fields.status === 'private') return 'private';
  return fields.post_password ? 'password' : 'public';
}

function bodyOptions(
  item: WxrItem,
  { survey, addresses, shelf }: Setting,
  id: string,
  missed: string[],
): FromHtmlOptions {
  const notes = item.meta.get('footnotes')?.[0];
  const miss = (url: string): void => {
    if (shelf.canBring && addresses.isOld(url) && /\.\w{2,5}(?:[?#]|$)/.test(url)) missed.push(url);
  };
  return {
    wordpress: true,
    resolveLink: (url) => addresses.resolve(url),
    resolvePicture: (url): ResolvedFile | null => shelf.find(url, miss),
    attached: () => shelf.attachedTo(id),
    resolveBlock: (ref) => survey.blocks.get(ref) ?? null,
    footnotes: notes === undefined ? [] : footnotesOf(notes),
  };
}

function footnotesOf(json: string): { id: string; content: string }[] {
  return listOf(json).flatMap((note) =>
    typeof note.id === 'string' && typeof note.content === 'string' ? [{ id: note.id, content: note.content }] : [],
  );
}

/** A JSON list of objects; empty when it is none. */
function listOf(json: string): Record<string, unknown>[] {
  if (json === '') return [];
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) ? list.filter((entry) => typeof entry === 'object' && entry !== null) : [];
  } catch {
    return [];
  }
}

/** Logins of those it is by: of a plug-in for several authors, else the one WordPress knows. */
function authorsOf(item: WxrItem, { authors }: Survey, bylines: string): string[] {
  const several = item.terms.filter((term) => term.domain === 'author').map((term) => term.slug.replace(/^cap-/, ''));
  const listed = bylines === '' ? several : bylines.split(',').map((login) => login.trim());
  const creator = item.fields.creator?.trim() ?? '';
  const logins = listed.length > 0 || bylines === 'none' ? listed : [creator];
  return [...new Set(logins)].filter((login) => authors.has(login));
}

function sourceOf(json: string): ArticleRecord['source'] {
  const [given] = listOf(`[${json}]`);
  if (!given) return {};
  const text = (key: string): string | null =>
    typeof given[key] === 'string' && given[key] !== '' ? given[key] : null;
  const time = (key: string): number | null => {
    const parsed = Date.parse(text(key) ?? '');
    return Number.isNaN(parsed) ? null : parsed;
  };
  const policy = text('policy');
  return {
    name: text('name'),
    url: safeUrl(text('url') ?? ''),
    author: text('author'),
    publishedAt: time('publishedAt'),
    licence: text('licence'),
    policy: policy === 'canonical' || policy === 'noindex' ? policy : null,
    retrievedAt: time('retrievedAt'),
  };
}

function correctionsOf(json: string): ArticleRecord['corrections'] {
  return listOf(json).flatMap((entry) => {
    const at = Date.parse(String(entry.at));
    return Number.isNaN(at) ? [] : [{ at, text: String(entry.text ?? ''), mistake: entry.mistake !== false }];
  });
}

const responseKinds = new Map<string, CommentRecord['kind']>(
  Object.entries({
    '': 'comment',
    comment: 'comment',
    review: 'comment',
    trackback: 'trackback',
    pingback: 'pingback',
    webmention: 'webmention',
  } as const),
);
const states = new Map<string, CommentRecord['state']>(
  Object.entries({
    '1': 'approved',
    approve: 'approved',
    '0': 'held',
    hold: 'held',
    spam: 'spam',
    trash: 'trashed',
    'post-trashed': 'trashed',
  } as const),
);

/** Why a comment is not brought, or null. */
export const whyCommentSkipped = (comment: WxrComment): string | null => {
  const type = comment.comment_type?.trim() ?? '';
  return responseKinds.has(type) ? null : `Comments of the type ${type} are notes of a plug-in, not of readers.`;
};

function commentRecord(comment: WxrComment, articleAt: number, shelf: MediaShelf): CommentRecord | null {
  const kind = responseKinds.get(comment.comment_type?.trim() ?? '');
  const externalId = comment.comment_id?.trim() ?? '';
  if (kind === undefined || externalId === '') return null;
  const url = comment.comment_author_url?.trim() ?? '';
  const safe = /^https?:\/\/[^\s]/i.test(url) ? safeUrl(url) : null;
  const email = comment.comment_author_email?.trim().toLowerCase() ?? '';
  const own = comment.comment_guest_email_hash?.trim() ?? '';
  const content = comment.comment_content ?? '';
  const { trashed, ...kept } = keptOf(comment.comment_kept ?? '', shelf);
  const record = {
    externalId,
    parent: comment.comment_parent?.trim() ?? '0',
    kind,
    name: plainText(comment.comment_author ?? ''),
    emailHash: email === '' ? (/^[\da-f]{64}$/.test(own) ? own : null) : hash('sha256', email),
    link: safe,
    sourceUrl: kind === 'comment' ? null : safe,
    body: commentBody(content),
    createdAt: timeOf(comment) ?? articleAt,
    // Not there where there is nothing, so that what was imported before it was known is not taken for changed.
    ...(Object.keys(kept).length > 0 && { kept }),
  };
  const given = states.get(comment.comment_approved?.trim() ?? '') ?? 'held';
  const state = given === 'trashed' && kept.deletedAt !== undefined && !trashed ? 'approved' : given;
  return { ...record, state, digest: `${digestOf(JSON.stringify([mapping, record]))}:${state}` };
}

function keptOf(json: string, shelf: MediaShelf): KeptOfComment & { trashed?: boolean } {
  const [given] = listOf(`[${json}]`);
  if (!given) return {};
  const time = (key: string): number | undefined => {
    const parsed = Date.parse(String(given[key] ?? ''));
    return Number.isNaN(parsed) ? undefined : parsed;
  };
  const { likes, source, trashed, attachments } = given;
  const known = {
    likes: Number.isSafeInteger(likes) && Number(likes) > 0 ? Math.min(Number(likes), 2 ** 31 - 1) : undefined,
    editedAt: time('editedAt'),
    deletedAt: time('deletedAt'),
    writerGoneAt: time('writerGoneAt'),
    source: typeof source === 'string' && source !== '' ? withoutForbidden(source) : undefined,
    trashed: trashed === true ? true : undefined,
    attachments: Array.isArray(attachments) && attachments.length > 0 ? attachments.slice(0, 100) : undefined,
    linkback: linkbackOf(given.linkback, shelf),
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

const linkbackKinds = ['reply', 'like', 'repost', 'bookmark', 'mention'] as const;

function linkbackOf(given: unknown, shelf: MediaShelf): KeptLinkback | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { title, kind, siteName, publishedAt, face } = given as Record<string, unknown>;
  const words = (value: unknown) => (typeof value === 'string' ? withoutForbidden(value.slice(0, 500)) : '');
  const at = Date.parse(String(publishedAt ?? ''));
  return {
    title: words(title),
    kind: linkbackKinds.find((known) => known === kind) ?? 'mention',
    siteName: words(siteName),
    publishedAt: Number.isNaN(at) ? null : at,
    faceId: Number.isSafeInteger(face) ? (shelf.keptAttachment(String(face))?.fileId ?? null) : null,
  };
}

/** A comment as a document, in JSON. Most have neither markup nor addresses and need no parser. */
function commentBody(content: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[<&\u0000-\u0008]|:\/\//.test(content) || !content.isWellFormed()) {
    return JSON.stringify(documentFromHtml(content, { wordpress: true, comment: true }));
  }
  const blocks: DocumentNode[] = [];
  for (const part of content.replace(/\r\n?/g, '\n').split(/\n\s*\n/)) {
    const lines = part
      .split('\n')
      .map((line) => line.replace(/[ \t\f]+/g, ' ').trim())
      .filter(Boolean);
    if (lines.length === 0) continue;
    const line = lines.flatMap((text, index): DocumentNode[] =>
      index === 0 ? [{ type: 'text', text }] : [{ type: 'hardBreak' }, { type: 'text', text }],
    );
    blocks.push({ type: 'paragraph', content: line });
  }
  return JSON.stringify({ type: 'doc', content: blocks.length > 0 ? blocks : [{ type: 'paragraph' }] });
}
