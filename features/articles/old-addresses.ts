type Lookup = (address: string) => Promise<string | null>;

/** Longer ones are nothing that a site made. */
const longestPath = 1000;

/** Archives of a WordPress site that are no item of an export, and what answers for them here. */
const archives: [RegExp, (found: RegExpExecArray) => string][] = [
  [/^\/category\/(?:.*\/)?([^/]+)$/, ([, slug]) => `/sections/${slug}`],
  [/^\/tag\/([^/]+)$/, ([, slug]) => `/tags/${slug}`],
  [/^\/author\/([^/]+)$/, ([, slug]) => `/authors/${slug}`],
  [/^\/(\d{4})\/(\d{2})$/, ([, year, month]) => `/archive/${year}/${month}`],
  [/^\/(?:page\/\d+|\d{4})$/, () => '/archive'],
];

/**
 * Where an address of the site that this publication replaced leads now, or null. `path` is decoded and has no
 * slash at its end; `lookup` knows the table of redirects.
 */
export async function findNewAddress(path: string, query: URLSearchParams, lookup: Lookup): Promise<string | null> {
  for (const key of ['p', 'page_id', 'attachment_id']) {
    const id = query.get(key);
    if (id !== null && /^\d{1,18}$/.test(id)) {
      const target = await lookup(`${path}?${key}=${id}`);
      if (target !== null) return target;
    }
  }
  if (path.length > longestPath) return null;
  const known = path === '/' ? null : await lookup(path);
  if (known !== null) return known;

  const [, base, flavour] = /^(.*)\/feed(?:\/(rss2?|rdf|atom))?$/.exec(path) ?? [];
  if (base !== undefined) {
    const file = flavour === 'atom' ? 'atom.xml' : 'feed.xml';
    if (base === '') return `/${file}`;
    // A feed has no feed: one step, however often the word stands there.
    const target = base.endsWith('/feed') ? null : await findNewAddress(base, new URLSearchParams(), lookup);
    if (target === null) return null;
    return target.startsWith('/articles/') ? `${target}/responses/${file}` : `${target}/${file}`;
  }
  for (const [pattern, target] of archives) {
    const found = pattern.exec(path);
    if (found) return target(found);
  }
  return null;
}
