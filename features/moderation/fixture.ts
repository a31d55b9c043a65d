import { db } from '#db/client';
import { article, response, user } from '#db/schema/index';
import type { Actor, Role } from '#lib/actor';
import type { DocumentNode } from '#lib/document/schema';
import type { ResponseState, Submission } from './schema.ts';

/** What the tests of this room stand on. */
type Person = Extract<Actor, { kind: 'user' }>;
let made = 0;

export async function addArticle(): Promise<number> {
  const slug = `article-${++made}`;
  const [row] = await db
    .insert(article)
    .values({ slug, headline: `Article ${made}`, status: 'published', publishedAt: new Date() })
    .returning({ id: article.id });
  if (!row) throw new Error('No article was made.');
  return row.id;
}

export async function addUser(input: { name?: string; role?: Role }): Promise<Person> {
  const name = input.name ?? `Reader ${++made}`;
  const role = input.role ?? 'reader';
  const [row] = await db
    .insert(user)
    .values({ name, nameKey: `${name}-${++made}`.toLowerCase(), email: `reader-${made}@paper.example`, role })
    .returning({ id: user.id });
  if (!row) throw new Error('Nobody was made.');
  return { kind: 'user', id: row.id, name, role, banned: false };
}

const bodyOf = (text: string): DocumentNode => ({
  type: 'doc',
  content: text
    .split('\n\n')
    .map((paragraph) => ({ type: 'paragraph', content: paragraph.trim() ? [{ type: 'text', text: paragraph }] : [] })),
});

export const submissionOf = (actor: Person, articleId: number, text: string): Submission => ({
  actor,
  articleId,
  parentId: null,
  text,
  body: bodyOf(text),
  network: null,
  address: '198.51.100.7',
  userAgent: 'A browser',
  editOf: null,
});

const columns = {
  waiting: 'heldAt',
  public: 'approvedAt',
  spam: 'spamAt',
  trash: 'trashedAt',
  deleted: 'deletedAt',
} as const;

export async function addResponse(input: {
  articleId: number;
  userId?: string;
  state: ResponseState;
  text?: string;
  network?: string;
  parentId?: number;
}): Promise<number> {
  const { articleId, state } = input;
  const text = input.text ?? `Response ${++made}`;
  const now = new Date();
  const [row] = await db
    .insert(response)
    .values({
      articleId,
      kind: 'comment',
      userId: input.userId ?? null,
      parentId: input.parentId ?? null,
      body: bodyOf(text),
      source: text,
      network: input.network ?? null,
      createdAt: now,
      ...(state !== 'hidden' && { [columns[state]]: now }),
      ...(state === 'deleted' && { approvedAt: now }),
    })
    .returning({ id: response.id });
  if (!row) throw new Error('No response was made.');
  return row.id;
}
