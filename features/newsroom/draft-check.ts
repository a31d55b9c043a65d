import type { DocumentNode } from '#lib/document/schema';
import { documentText } from '#lib/document/text';
import type { ArticleFields, CheckItem } from './schema.ts';

/** Every node of a text, outermost first. */
export function* nodesOf(node: DocumentNode): Generator<DocumentNode> {
  yield node;
  for (const child of node.content ?? []) yield* nodesOf(child);
}

const shown = new Set(['picture', 'inlinePicture', 'audio', 'video', 'embed', 'attachment', 'unknown']);

/** Nothing in it that a reader would see. */
export function isEmptyBody(body: DocumentNode): boolean {
  if (documentText(body) !== '') return false;
  for (const { type } of nodesOf(body)) if (shown.has(type)) return false;
  return true;
}

/** What a text and its fields say of themselves, without asking anybody. */
export function checkDraft(kind: 'article' | 'page', fields: ArticleFields, body: DocumentNode): CheckItem[] {
  const items: CheckItem[] = [];
  if (fields.headline.trim() === '') items.push({ kind: 'headline', wall: true });
  if (isEmptyBody(body)) items.push({ kind: 'body', wall: true });
  let alt = fields.lead && fields.lead.alt.trim() === '' ? 1 : 0;
  for (const { type, attrs } of nodesOf(body))
    if ((type === 'picture' || type === 'inlinePicture') && !String(attrs?.alt ?? '').trim()) alt++;
  if (alt > 0) items.push({ kind: 'alt', wall: false, count: alt });
  if (kind === 'article' && fields.sectionId === null) items.push({ kind: 'section', wall: false });
  if (!fields.excerpt.trim() && !fields.deck.trim()) items.push({ kind: 'excerpt', wall: false });
  if (fields.source?.name && !fields.source.licence.trim()) items.push({ kind: 'licence', wall: false });
  return items;
}
