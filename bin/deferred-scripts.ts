/** Next's own scripts in a page, for browsers that know modules. */
const scripts = /<script src="([^"]*\/_next\/static\/[^"]+\.js)"(?![^>]*noModule)[^>]*\basync=""[^>]*><\/script>/gi;
const hints = /<link rel="preload" as="script"[^>]*href="[^"]*\/_next\/static\/[^"]+"[^>]*\/>/gi;
/** What only those scripts read: the tree React would build the page from, and the list of their modules. */
const data =
  /<script>(?:(?:\(self\.__next_f=self\.__next_f\|\|\[\]\)|self\.__next_f)\.push\([^<]*\)|\(globalThis\["TURBOPACK"\][^<]*)<\/script>/g;
/** A piece of that tree, as the argument of its call. */
const pieces = /<script>self\.__next_f\.push\((\[1,"[^<]*"\])\)<\/script>/g;
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
  const { html: once, tree } = withWordsOnce(rest);
  const loader = `<script>(${fetchWhenNear})(${asScript(sources)},${asScript(tree)})</script>`;
  const end = once.lastIndexOf('</body>');
  return once.slice(0, end) + loader + once.slice(end);
}

const asScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** A piece of the tree as it is, or the row of that id with the words of the element that has that number. */
type Piece = string | [id: string, element: number];

/**
 * The tree has the HTML of each `<Markup>` again, word for word. It is taken from the page when it is asked for: half of
 * what a page weighs is there once. Where the tree is not as this expects it, the page stays as it is.
 */
function withWordsOnce(html: string): { html: string; tree: Piece[] } {
  const found = [...html.matchAll(pieces)];
  let text = '';
  try {
    for (const piece of found) text += (JSON.parse(piece[1] as string) as [number, string])[1];
  } catch {
    return { html, tree: [] };
  }
  const page = html.replace(pieces, '');
  const elements = [...page.matchAll(/<([a-z]+)(?: [^<>]*)? data-words=""[^<>]*>/g)].map((tag) => ({
    at: tag.index + tag[0].length,
    end: `</${tag[1]}>`,
  }));
  const tree: Piece[] = [];
  let kept = 0;
  for (const row of text.matchAll(/(?<=^|\n|>)([\da-f]+):T([\da-f]+),(?=<)/g)) {
    const start = row.index + row[0].length;
    const words = Buffer.from(text.slice(start))
      .subarray(0, Number.parseInt(row[2] as string, 16))
      .toString();
    const element = row.index < kept ? -1 : elements.findIndex(({ at, end }) => page.startsWith(words + end, at));
    if (element === -1) continue;
    tree.push(text.slice(kept, row.index), [row[1] as string, element]);
    kept = start + words.length;
  }
  if (tree.length === 0) return { html, tree };
  return { html: page, tree: [...tree, text.slice(kept)] };
}

/** Runs in the reader's browser, by itself. */
function fetchWhenNear(sources: string[], tree: (string | [string, number])[]): void {
  const near = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      const elements = document.querySelectorAll('[data-words]');
      for (const piece of tree) {
        let text = piece;
        if (typeof text !== 'string') {
          const words = elements[text[1]]?.innerHTML ?? '';
          text = `${text[0]}:T${new TextEncoder().encode(words).length.toString(16)},${words}`;
        }
        (self as unknown as { __next_f: unknown[] }).__next_f.push([1, text]);
      }
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
