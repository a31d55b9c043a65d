import { renderJSONContentToReactElement } from '@tiptap/static-renderer/json/react';
import type { ReactNode } from 'react';
import type { DocumentMark, DocumentNode } from '#lib/document/schema';
import type { Edition } from '#messages/edition';
import { blocks } from './document-blocks.tsx';
import { marksFor } from './document-marks.tsx';
import { media } from './document-media.tsx';
import { outlineOf } from './document-outline.ts';
import { tables } from './document-tables.tsx';
import type { Handlers, Rendering } from './rendering.ts';

/**
 * A body as HTML: every node and mark of `lib/document/schema.ts`. With `ugc` it is what a stranger wrote: its links
 * are marked so, and its headings are no headings of the page. `prefix` goes before every id.
 */
export function Document({
  body,
  edition,
  prefix = '',
  ugc = false,
}: {
  body: DocumentNode;
  edition: Edition;
  prefix?: string;
  ugc?: boolean;
}) {
  const rendering: Rendering = { ...edition, outline: outlineOf(body, prefix), prefix, ugc };
  const nodes: Handlers = { ...blocks(rendering), ...tables(rendering), ...media(rendering) };
  const render = renderJSONContentToReactElement<DocumentMark, DocumentNode>({
    nodeMapping: nodes as Record<string, (context: { node: DocumentNode }) => ReactNode>,
    markMapping: marksFor(rendering),
    // A newer schema than this code: what is inside still shows.
    unhandledNode: ({ children }) => <>{children}</>,
    unhandledMark: ({ children }) => <>{children}</>,
  });
  return render({ content: body });
}
