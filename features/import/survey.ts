import { slugOf } from '#lib/slugs';
import { decodeSlug, plainText, teaserText } from './words.ts';
import { readWxr, type WxrItem } from './wxr.ts';
import { refused } from './wxr-source.ts';

/** What the first pass remembers of an item that is brought: enough for addresses, nothing of its text. */
type SurveyedItem = { id: string; kind: 'article' | 'page'; slug: string; link: string };

export type SurveyedFile = {
  id: string;
  url: string;
  link: string;
  title: string;
  alt: string;
  caption: string;
  credit: string;
  /** What stays in sight of it, where our own export says so. */
  focus: { x: number; y: number } | null;
  parent: string;
  order: number;
  /** The file's id on the Broadsheet it comes from. */
  fileId: string | null;
};

type SurveyedTerm = { slug: string; name: string; description: string; parent: string; position: number | null };

/** A file read once: that it is whole, and what has to be known before its items can be written. */
export type Survey = {
  /** Whether it is an export of ours. */
  own: boolean;
  /** The address of the site without scheme and slash: `old.example.org/blog`. The identity of all that came from it. */
  origin: string;
  /** The site's address. */
  address: string;
  title: string;
  description: string;
  language: string;
  publishedAt: number | null;
  items: SurveyedItem[];
  files: SurveyedFile[];
  /** Reusable blocks by id. */
  blocks: Map<string, string>;
  sections: Map<string, SurveyedTerm>;
  tags: Map<string, SurveyedTerm>;
  /** Categories that are not the first of some article: they are tags here too. */
  furtherCategories: Set<string>;
  /** Authors by login. */
  authors: Map<string, { slug: string; name: string; bio: string; kind: string; link: string }>;
  /** Old addresses that our own export already knew. */
  redirects: [path: string, target: string][];
  count: number;
};

/** A string of its own: one cut out of the file's text would keep that text in memory. */
const own = (text: string): string => (text.length < 13 ? text : Buffer.from(text).toString());

/** Reads the whole file, so that nothing of one that is broken is ever written. */
export async function survey(
  path: string,
  options: { repair: boolean; onBytes: (bytes: number) => void; signal?: AbortSignal | undefined },
): Promise<Survey> {
  const found: Survey = {
    own: false,
    origin: '',
    address: '',
    title: '',
    description: '',
    language: '',
    publishedAt: null,
    items: [],
    files: [],
    blocks: new Map(),
    sections: new Map(),
    tags: new Map(),
    furtherCategories: new Set(),
    authors: new Map(),
    redirects: [],
    count: 0,
  };
  const creators = new Set<string>();
  for await (const part of readWxr(path, { ...options, comments: false })) {
    if (part.type === 'channel') readChannel(found, part.fields);
    else if (part.type === 'entry') readEntry(found, part.entry.kind, part.entry.fields);
    else {
      found.count += 1;
      readItem(found, part.item);
      const creator = part.item.fields.creator?.trim();
      if (creator && !found.own && (part.item.fields.post_type === 'post' || part.item.fields.post_type === 'page')) {
        if (!creators.has(creator)) creators.add(own(creator));
      }
    }
  }
  for (const login of creators) {
    if (!found.authors.has(login)) found.authors.set(login, authorOf(login, ''));
  }
  return found;
}

function readChannel(found: Survey, fields: Record<string, string>): void {
  // In a network of sites the base_site_url is that of them all.
  const address = [fields.base_blog_url, fields.link, fields.base_site_url].find((url) => url && URL.canParse(url));
  if (address === undefined) throw refused('The export names no site: it has neither a link nor a wp:base_blog_url.');
  const url = new URL(address);
  found.address = own(url.origin + url.pathname.replace(/\/+$/, ''));
  found.origin = own(url.host + url.pathname.replace(/\/+$/, ''));
  found.own = (fields.generator ?? '').startsWith('Broadsheet');
  found.title = own(plainText(fields.title ?? ''));
  found.description = own(plainText(fields.description ?? ''));
  found.language = own(fields.language ?? '');
  const published = Date.parse(fields.pubDate ?? '');
  found.publishedAt = Number.isNaN(published) ? null : published;
}

function readEntry(found: Survey, kind: string, fields: Record<string, string>): void {
  if (kind === 'author') {
    const login = (fields.author_login ?? '').trim();
    if (login === '') return;
    const names = `${fields.author_first_name ?? ''} ${fields.author_last_name ?? ''}`;
    const name = plainText(fields.author_display_name ?? '') || plainText(names);
    const author = authorOf(own(login), own(name));
    author.bio = own(plainText(fields.author_description ?? ''));
    author.kind = fields.author_kind === 'desk' ? 'desk' : 'person';
    author.link = own(fields.author_link ?? '');
    if (found.own) author.slug = own(login);
    found.authors.set(own(login), author);
  } else if (kind === 'category') {
    addTerm(
      found.sections,
      fields.category_nicename,
      fields.cat_name,
      fields.category_description,
      fields.category_parent,
    );
    const section = found.sections.get(decodeSlug(fields.category_nicename ?? ''));
    if (section && /^\d{1,9}$/.test(fields.position ?? '')) section.position = Number(fields.position);
  } else if (kind === 'redirect') {
    const { path = '', target = '' } = fields;
    if (found.own && path.startsWith('/') && target.startsWith('/')) found.redirects.push([own(path), own(target)]);
  } else if (kind === 'tag') addTerm(found.tags, fields.tag_slug, fields.tag_name, fields.tag_description, '');
}

/** A login may be an e-mail address, which is nobody's business. */
function authorOf(login: string, name: string) {
  const shown = name || (login.includes('@') ? (login.split('@')[0] ?? login) : login);
  const slug = (login.includes('@') ? '' : slugOf(login)) || slugOf(shown) || 'author';
  return { slug, name: shown, bio: '', kind: 'person', link: '' };
}

function addTerm(terms: Map<string, SurveyedTerm>, slug = '', name = '', description = '', parent = ''): void {
  const key = own(decodeSlug(slug) || slugOf(plainText(name)));
  if (key === '') return;
  const known = terms.get(key);
  if (known !== undefined && name === '') return;
  if (known !== undefined && description === '' && parent === '' && known.name !== '') return;
  terms.set(key, {
    slug: key,
    name: own(plainText(name) || key),
    description: own(plainText(description)),
    parent: own(decodeSlug(parent)),
    position: null,
  });
}

/** What is not brought, and why; null for what is. */
export function whySkipped(fields: Record<string, string>): string | null {
  const { post_type: type = '', status = '' } = fields;
  if (type === 'revision') return 'Old versions of posts are not in an export as articles; the text itself is brought.';
  if (type === 'nav_menu_item') return 'Menus are not brought; sections and pages make the navigation here.';
  if (type === 'wp_block') return 'A reusable block: its content is brought where it is used.';
  if (type === 'attachment') return null;
  if (type !== 'post' && type !== 'page') return `Items of the type ${type || 'without a name'} are not brought.`;
  if (status === 'trash') return 'It is in the trash there.';
  if (status === 'auto-draft' || status === 'inherit') return 'An empty draft that WordPress keeps for itself.';
  return null;
}

function readItem(found: Survey, item: WxrItem): void {
  const { fields } = item;
  const id = own(fields.post_id?.trim() ?? '');
  if (id === '') return;
  if (fields.post_type === 'wp_block') {
    found.blocks.set(id, own(fields.content ?? ''));
    return;
  }
  if (whySkipped(fields) !== null) return;
  if (fields.post_type === 'attachment') {
    found.files.push(fileOf(id, item));
    return;
  }
  const kind = fields.post_type === 'page' ? 'page' : 'article';
  found.items.push({ id, kind, slug: own(slugOfItem(id, fields)), link: own(fields.link?.trim() ?? '') });
  const { section, tags } = termsOf(item);
  for (const term of item.terms) {
    if (term.domain === 'category') addTerm(found.sections, term.slug, term.name);
    else if (term.domain === 'post_tag') addTerm(found.tags, term.slug, term.name);
    else if (term.domain === 'author') {
      const login = own(term.slug.replace(/^cap-/, ''));
      if (!found.authors.has(login)) found.authors.set(login, authorOf(login, own(plainText(term.name))));
    }
  }
  for (const slug of tags) if (slug !== section && found.sections.has(slug)) found.furtherCategories.add(own(slug));
}

/** The first category is the section (not WordPress's stop-gap, if there is another); further ones become tags. */
export function termsOf(item: WxrItem): { section: string | null; tags: string[] } {
  const slugs = (domain: string): string[] =>
    item.terms
      .filter((term) => term.domain === domain)
      .map((term) => decodeSlug(term.slug) || slugOf(plainText(term.name)));
  const categories = [...new Set(slugs('category').filter(Boolean))];
  const named = categories.filter((slug) => slug !== 'uncategorized');
  const section = named[0] ?? categories[0] ?? null;
  const tags = [...slugs('post_tag'), ...named.filter((slug) => slug !== section)].filter(Boolean);
  return { section, tags: [...new Set(tags)].sort() };
}

function slugOfItem(id: string, fields: Record<string, string>): string {
  return decodeSlug(fields.post_name ?? '') || slugOf(plainText(fields.title ?? '')) || `article-${id}`;
}

/** Two whole percents, as our export writes them. */
function focusOf(text: string): SurveyedFile['focus'] {
  const [, x, y] = /^(\d{1,3}) (\d{1,3})$/.exec(text) ?? [];
  const focus = { x: Number(x), y: Number(y) };
  return focus.x <= 100 && focus.y <= 100 ? focus : null;
}

function fileOf(id: string, { fields, meta }: WxrItem): SurveyedFile {
  const text = (value: string | undefined) => own(teaserText(value ?? ''));
  return {
    id,
    url: own((fields.attachment_url || fields.guid || '').trim()),
    link: own(fields.link?.trim() ?? ''),
    title: text(fields.title),
    alt: own(plainText(meta.get('_wp_attachment_image_alt')?.[0] ?? '')),
    caption: text(fields.excerpt),
    credit: own(meta.get('_broadsheet_credit')?.[0] ?? ''),
    focus: focusOf(meta.get('_broadsheet_focus')?.[0] ?? ''),
    parent: own(fields.post_parent?.trim() ?? ''),
    order: Number.parseInt(fields.menu_order ?? '0', 10) || 0,
    fileId: own(meta.get('_broadsheet_file')?.[0] ?? '') || null,
  };
}
