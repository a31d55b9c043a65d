import { and, desc, eq, inArray } from 'drizzle-orm';
import { db } from '#db/client';
import { event } from '#db/schema/index';
import type { DocumentNode } from '#lib/document/schema';
import { checkDraft, nodesOf } from './draft-check.ts';
import type { ArticleFields, CheckItem } from './schema.ts';

/** Links that are asked, of one text. */
const mostLinks = 100;

/** The web addresses that a text leads to, each once, in their order. */
export function linksIn(body: DocumentNode): string[] {
  const found = new Set<string>();
  for (const node of nodesOf(body)) {
    for (const mark of node.marks ?? []) if (mark.type === 'link') found.add(String(mark.attrs?.href ?? ''));
    if (node.type === 'button' || node.type === 'picture') found.add(String(node.attrs?.href ?? ''));
  }
  return [...found].filter((url) => /^https?:\/\//i.test(url) && URL.canParse(url)).slice(0, mostLinks);
}

/** What a job found out about links: those that did not answer, of the ones that were asked. */
export type LinkFindings = { asked: string[]; dead: string[] };

/** What to look at before readers get this. */
export async function checklistOf(
  articleId: number,
  kind: 'article' | 'page',
  fields: ArticleFields,
  body: DocumentNode,
): Promise<CheckItem[]> {
  const links = linksIn(body);
  const items = checkDraft(kind, fields, body);
  return links.length > 0 ? [...items, await linkItem(articleId, links)] : items;
}

async function linkItem(articleId: number, links: string[]): Promise<CheckItem> {
  const [last] = await db
    .select()
    .from(event)
    .where(
      and(
        eq(event.subject, `article:${articleId}`),
        inArray(event.name, ['article.links', 'article.ask-links', 'article.submit']),
      ),
    )
    .orderBy(desc(event.at), desc(event.id))
    .limit(1);
  const base = { kind: 'links' as const, wall: false as const, count: links.length };
  if (!last) return { ...base, state: 'unchecked', dead: [], at: null };
  if (last.name !== 'article.links') return { ...base, state: 'checking', dead: [], at: null };
  const { asked, dead } = last.detail as LinkFindings;
  const known = new Set(asked);
  // A link that was put in since then was not asked.
  const state = links.every((url) => known.has(url)) ? ('checked' as const) : ('unchecked' as const);
  return { ...base, state, dead: dead.filter((url) => links.includes(url)), at: last.at.toISOString() };
}
