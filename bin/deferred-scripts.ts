/** Next's own scripts in a page, for browsers that know modules. */
const scripts = /<script src="([^"]*\/_next\/static\/[^"]+\.js)"(?![^>]*noModule)[^>]*\basync=""[^>]*><\/script>/gi;
const hints = /<link rel="preload" as="script"[^>]*href="[^"]*\/_next\/static\/[^"]+"[^>]*\/>/gi;
/** What only those scripts read: the tree React would build the page from, and the list of their modules. */
const data =
  /<script>(?:(?:\(self\.__next_f=self\.__next_f\|\|\[\]\)|self\.__next_f)\.push\([^<]*\)|\(globalThis\["TURBOPACK"\][^<]*)<\/script>/g;
const polyfills = /<script src="[^"]*\/_next\/static\/[^"]+\.js"[^>]*noModule=""[^>]*><\/script>/gi;

/**
 * A static page without React until it is needed: the scripts are fetched when an element with `data-live` comes near
 * the screen, and where there is none the page has no scripts of Next's at all. Links, forms and counting work without
 * them. Why, and what it saves: `docs/decisions/010-pages-without-react.md`.
 */
export function deferScripts(html: string): string {
  const sources = [...html.matchAll(scripts)].map((found) => found[1] as string);
  if (sources.length === 0) return html;
  const rest = html.replace(scripts, '').replace(hints, '');
  if (!/<[^<>]* data-live\b/.test(rest)) return rest.replace(data, '').replace(polyfills, '');
  const loader = `<script>(${fetchWhenNear})(${JSON.stringify(sources).replaceAll('<', '\\u003c')})</script>`;
  const end = rest.lastIndexOf('</body>');
  return rest.slice(0, end) + loader + rest.slice(end);
}

/** Runs in the reader's browser, by itself. */
function fetchWhenNear(sources: string[]): void {
  const near = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      for (const source of sources) {
        const script = document.createElement('script');
        script.src = source;
        document.head.append(script);
      }
    },
    { rootMargin: '100%' },
  );
  for (const element of document.querySelectorAll('[data-live]')) near.observe(element);
}
