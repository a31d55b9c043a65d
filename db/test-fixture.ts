import type { Actor, Role } from '#lib/actor';
import type { DocumentNode } from '#lib/document/schema';
import { likenessOf } from '#lib/look-alikes';
import { db } from './client.ts';
import { article, response, setting, user } from './schema/index.ts';

/** What the database tests of several rooms stand on: articles, people and responses, each unlike the others. */
export type Person = Extract<Actor, { kind: 'user' }>;
let made = 0;

export async function addArticle(values: Partial<typeof article.$inferInsert> = {}): Promise<number> {
  const slug = `article-${++made}`;
  const publishedAt = new Date(Date.now() - 1000);
  const [row] = await db
    .insert(article)
    .values({ slug, headline: `Article ${made}`, status: 'published', publishedAt, ...values })
    .returning({ id: article.id });
  if (!row) throw new Error('No article was made.');
  return row.id;
}

export async function addUser(role: Role = 'reader', name = `Reader no ${++made}`): Promise<Person> {
  const values = { name, nameKey: likenessOf(name), email: `person-${++made}@paper.example`, role };
  const [row] = await db.insert(user).values(values).returning({ id: user.id });
  if (!row) throw new Error('Nobody was made.');
  return { kind: 'user', id: row.id, name, role, banned: false, confirmedAt: new Date() };
}

export async function changeSetting(key: string, value: unknown): Promise<void> {
  await db.insert(setting).values({ key, value }).onConflictDoUpdate({ target: setting.key, set: { value } });
}
/** Nobody has to be approved first. */
export const trustAll = () => changeSetting('trustAfter', 0);

export const bodyOf = (text: string): DocumentNode => ({
  type: 'doc',
  content: text
    .split('\n\n')
    .map((paragraph) => ({ type: 'paragraph', content: paragraph.trim() ? [{ type: 'text', text: paragraph }] : [] })),
});

/** A response as a row, in any state; public where nothing else is said. */
export async function addResponse(
  values: Partial<typeof response.$inferInsert> & { articleId: number },
): Promise<number> {
  const source = values.source ?? `Words no ${++made}`;
  const now = new Date();
  const [row] = await db
    .insert(response)
    .values({ kind: 'comment', body: bodyOf(source), source, createdAt: now, approvedAt: now, ...values })
    .returning({ id: response.id });
  if (!row) throw new Error('No response was made.');
  return row.id;
}

/** Where a request came from. */
export const origin = { address: '198.51.100.7', userAgent: 'A browser' };

/** What a form posts: each its own. */
export const formOf = (articleId: number, text = `Words no ${++made} about it`, parentId: number | null = null) => ({
  articleId,
  parentId,
  text,
  submission: `form-${++made}-abc`,
});
