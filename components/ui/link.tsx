import type { ComponentProps } from 'react';

/**
 * A link within the site: a plain one, on purpose. Pages are static documents of some ten kilobytes, and the browser
 * fetches the next one when the pointer rests on its link (`components/site/speculation.tsx`). Next's own link would
 * keep every page that was left hidden in the document, so that ids stand twice: a skip link, a `#response-12` or a
 * label could then find the wrong one.
 */
export function Link(props: ComponentProps<'a'> & { href: string }) {
  return <a {...props} />;
}
