import type { Survey } from './survey.ts';

/** A path as redirects are kept and looked up: decoded, without a slash at its end. */
function plainPath(pathname: string): string {
  let path = pathname;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    // Not UTF-8: kept as it is.
  }
  return (
    path
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      .replace(/\u0000/g, '')
      .replace(/\/{2,}/g, '/')
      .replace(/\/$/, '') || '/'
  );
}

/** Which item an address of the old site with a query means: `/?p=12` and the like. */
const idQuery = /[?&](p|page_id|attachment_id)=(\d{1,18})(?:&|$)/;

/** Where the old site's addresses lead now. */
export class Addresses {
  readonly #targets = new Map<string, string>();
  readonly #hosts = new Set<string>();
  readonly #base: string;
  readonly #own: boolean;

  constructor(found: Survey) {
    const url = new URL(found.address);
    this.#hosts.add(url.host.replace(/^www\./, ''));
    this.#base = url.pathname.replace(/\/+$/, '');
    this.#own = found.own;
  }

  /** Paths that lead to a new address now, for the table of redirects; the new address itself is left out. */
  static of(found: Survey, slugs: ReadonlyMap<string, string>): Addresses {
    const addresses = new Addresses(found);
    for (const item of found.items) {
      const slug = slugs.get(item.id);
      if (slug !== undefined)
        addresses.add(addresses.formsOf(item), item.kind === 'page' ? `/${slug}` : `/articles/${slug}`);
    }
    return addresses;
  }

  /** The forms of an item's old address: its permalink, and by its id. */
  formsOf({ id, kind, link }: { id: string; kind: 'article' | 'page' | 'file'; link: string }): string[] {
    const names = kind === 'page' ? ['page_id', 'p'] : kind === 'file' ? ['attachment_id'] : ['p'];
    const forms = names.map((name) => `${this.#base || '/'}?${name}=${id}`);
    const key = this.#keyOf(link);
    if (key !== null && !key.includes('?') && key !== '/' && key !== this.#base) forms.unshift(key);
    return this.#base === '' ? forms : [...forms, ...names.map((name) => `/?${name}=${id}`)];
  }

  /** `/category/news` and such, below the path of the site. */
  archive(name: string, slug: string): string {
    return `${this.#base}/${name}/${slug}`;
  }

  add(forms: readonly string[], target: string): void {
    for (const form of forms) if (!this.#targets.has(form)) this.#targets.set(form, target);
  }

  /** The new address of what an old one leads to, or the old one. Only used by links inside bodies. */
  resolve(url: string): string {
    const key = this.#keyOf(url);
    if (key === null) return url;
    const target = this.#targets.get(key);
    if (target !== undefined) {
      const hash = url.indexOf('#');
      return encodeURI(target) + (hash >= 0 ? url.slice(hash) : '');
    }
    if (this.#own && !url.startsWith('/')) {
      const { pathname, search, hash } = new URL(url);
      // A file that was not brought is still where it was.
      if (pathname.startsWith('/files/')) return url;
      return pathname + search + hash;
    }
    return url;
  }

  /** Whether an address is one of the old site. */
  isOld(url: string): boolean {
    return this.#keyOf(url) !== null;
  }

  #keyOf(url: string): string | null {
    const rooted = url.startsWith('/') && !url.startsWith('//');
    const address = url.startsWith('//') ? `https:${url}` : url;
    if (!rooted && !/^https?:/i.test(address)) return null;
    if (!URL.canParse(address, 'https://x.invalid')) return null;
    const parsed = new URL(address, 'https://x.invalid');
    if (!rooted && !this.#hosts.has(parsed.host.replace(/^www\./, ''))) return null;
    const path = plainPath(parsed.pathname);
    const id = idQuery.exec(parsed.search);
    return id ? `${path}?${id[1]}=${id[2]}` : path;
  }
}
