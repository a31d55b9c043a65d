import { db } from '#db/client';
import { article, response, setting, user } from '#db/schema/index';
import { nameKeyOf } from '#features/accounts/schema';
import type { Actor, Role } from '#lib/actor';
import { postResponse } from './commands.ts';
import type { PostedResponse } from './schema.ts';

/** What the tests of responses and notifications stand on. */
export type Person = Extract<Actor, { kind: 'user' }>;
let made = 0;

export const origin = { address: '198.51.100.7', userAgent: 'A browser' };

export async function addArticle(values: Partial<typeof article.$inferInsert> = {}): Promise<number> {
  const slug = `article-${++made}`;
  const [row] = await db
    .insert(article)
    .values({
      slug,
      headline: `Article ${made}`,
      status: 'published',
      publishedAt: new Date(Date.now() - 1000),
      ...values,
    })
    .returning({ id: article.id });
  if (!row) throw new Error('No article was made.');
  return row.id;
}

export async function addUser(role: Role = 'reader', name = `Reader no ${++made}`): Promise<Person> {
  const values = { name, nameKey: nameKeyOf(name), email: `person-${++made}@paper.example`, role };
  const [row] = await db.insert(user).values(values).returning({ id: user.id });
  if (!row) throw new Error('Nobody was made.');
  return { kind: 'user', id: row.id, name, role, banned: false };
}

/** Nobody has to be approved first. */
export const trustAll = () => change('trustAfter', 0);
export async function change(key: string, value: unknown): Promise<void> {
  await db.insert(setting).values({ key, value }).onConflictDoUpdate({ target: setting.key, set: { value } });
}

export async function post(
  actor: Actor,
  articleId: number,
  text = `Words no ${++made} about it`,
  parentId: number | null = null,
): Promise<PostedResponse> {
  return postResponse({ actor, input: { articleId, parentId, text, submission: `form-${++made}-abc` }, origin });
}

/** A response as a row, in any state. */
export async function addResponse(
  values: Partial<typeof response.$inferInsert> & { articleId: number },
): Promise<number> {
  const text = `Words no ${++made}`;
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
  const now = new Date();
  const [row] = await db
    .insert(response)
    .values({ kind: 'comment', body, source: text, createdAt: now, approvedAt: now, ...values })
    .returning({ id: response.id });
  if (!row) throw new Error('No response was made.');
  return row.id;
}
