import { db } from '#db/client';
import { testDatabase } from '#db/test-database';
import { addArticle, addResponse as addRow, addUser, bodyOf, origin, type Person } from '#db/test-fixture';
import type { ResponseState, Submission } from './schema.ts';

export const submissionOf = (actor: Person, articleId: number, text: string): Submission => ({
  ...origin,
  actor,
  articleId,
  parentId: null,
  text,
  body: bodyOf(text),
  network: null,
  editOf: null,
});

const columns = {
  waiting: 'heldAt',
  public: 'approvedAt',
  spam: 'spamAt',
  trash: 'trashedAt',
  deleted: 'deletedAt',
} as const;

/** A response that somebody put where it is: what the filter takes for spam is so from the moment it came. */
export async function addResponse(input: {
  articleId: number;
  userId?: string;
  state: ResponseState;
  text?: string;
  network?: string;
  parentId?: number;
}): Promise<number> {
  const { state, text, ...values } = input;
  const now = new Date();
  return addRow({
    ...values,
    ...(text !== undefined && { source: text }),
    createdAt: new Date(now.getTime() - 1000),
    approvedAt: null,
    ...(state !== 'hidden' && { [columns[state]]: now }),
    ...(state === 'deleted' && { approvedAt: now }),
  });
}

export const stateOf = async (id: number): Promise<string> => {
  const [row] = await db.execute<{ state: string }>(
    `select case when trashed_at is not null then 'trash' when spam_at is not null then 'spam' when held_at is not null then 'waiting'
       when approved_at is not null then 'public' else 'hidden' end as state from response where id = ${id}`,
  );
  return row?.state ?? 'gone';
};

/** A writer, two moderators, and what is known of them. */
export const world = async () => {
  const { sql } = await testDatabase();
  const [articleId, writer, one, two] = [
    await addArticle(),
    await addUser('reader', 'Writer'),
    await addUser('moderator', 'Moderator one'),
    await addUser('moderator', 'Moderator two'),
  ];
  const notices = async () =>
    (await sql`select kind from notification where user_id = ${writer.id} order by id`).map((row) => row.kind);
  const expired = async () => (await sql`select tag from tag_expiry`).map((row) => row.tag);
  const word = async (text: string) =>
    (await sql`select spam, ham from filter_word where word = ${text}`)[0] ?? { spam: 0, ham: 0 };
  const add = (state: Parameters<typeof addResponse>[0]['state'], text?: string) =>
    addResponse({ articleId, userId: writer.id, state, ...(text !== undefined && { text }) });
  return { sql, articleId, writer, one, two, notices, expired, word, add };
};
