import { listFocuses } from '#features/media/queries';
import type { Focus } from '#features/media/schema';
import type { DocumentNode } from '#lib/document/schema';

/**
 * What stays in sight of the pictures of a text: for readers of those in its galleries, which are cropped; where it is written
 * of `all`, for any may come into one. By the ids of their files; undefined where there is none, mostly without a query.
 */
export async function focusesIn(
  body: DocumentNode | null,
  which: 'galleries' | 'all' = 'galleries',
): Promise<Record<string, Focus> | undefined> {
  const ids = new Set<string>();
  const walk = (node: DocumentNode): void => {
    for (const child of node.content ?? []) {
      if ((which === 'all' || node.type === 'gallery') && typeof child.attrs?.fileId === 'string')
        ids.add(child.attrs.fileId);
      walk(child);
    }
  };
  if (body) walk(body);
  if (ids.size === 0) return;
  const focuses = await listFocuses([...ids]);
  return Object.keys(focuses).length > 0 ? focuses : undefined;
}
