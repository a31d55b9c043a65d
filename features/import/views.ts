/** Where the usual plugins and themes of WordPress keep how often a post was read. */
const keys = [
  'views', // WP-PostViews
  'post_views_count', // the snippet of countless themes
  '_post_views',
  'post_views',
  'pageview_count',
  'wpb_post_views_count',
  'views_count',
  '_views',
  'tie_views',
  'penci_post_views_count',
];

/** How often a post was read, by its meta: the largest where several counted. Null where nobody did. */
export function importedHits(meta: ReadonlyMap<string, readonly string[]>): number | null {
  const counts = keys
    .flatMap((key) => meta.get(key) ?? [])
    .map((value) => value.replace(/[\s,.'’]/g, ''))
    .filter((value) => /^\d{1,15}$/.test(value))
    .map(Number)
    .filter((count) => count > 0);
  return counts.length === 0 ? null : Math.max(...counts);
}
