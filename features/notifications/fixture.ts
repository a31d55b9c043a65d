import { db } from '#db/client';
import { article, setting, user } from '#db/schema/index';
import { nameKeyOf } from '#features/accounts/schema';
import { postResponse } from '#features/responses/commands';
import type { PostedResponse } from '#features/responses/schema';
import type { Actor, Role } from '#lib/actor';

/** What the tests of this room stand on. */
export type Person = Extract<Actor, { kind: 'user' }>;
let made = 0;

export async function addArticle(headline = 'An article'): Promise<number> {
  const values = { slug: `article-${++made}`, headline, status: 'published', publishedAt: new Date(0) } as const;
  const [row] = await db.insert(article).values(values).returning({ id: article.id });
  if (!row) throw new Error('No article was made.');
  return row.id;
}

export async function addUser(role: Role = 'reader', name = `Person no ${++made}`): Promise<Person> {
  const values = { name, nameKey: nameKeyOf(name), email: `person-${++made}@paper.example`, role };
  const [row] = await db.insert(user).values(values).returning({ id: user.id });
  if (!row) throw new Error('Nobody was made.');
  return { kind: 'user', id: row.id, name, role, banned: false };
}

export async function change(key: string, value: unknown): Promise<void> {
  await db.insert(setting).values({ key, value }).onConflictDoUpdate({ target: setting.key, set: { value } });
}
/** Nobody has to be approved first. */
export const trustAll = () => change('trustAfter', 0);

export async function post(
  actor: Actor,
  articleId: number,
  text = `Words no ${++made} about it`,
  parentId: number | null = null,
): Promise<PostedResponse> {
  const origin = { address: '198.51.100.7', userAgent: 'A browser' };
  return postResponse({ actor, input: { articleId, parentId, text, submission: `form-${++made}-abc` }, origin });
}
