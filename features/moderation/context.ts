import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, filterWord, mention, response, setting } from '#db/schema/index';
import { settingsFrom } from '#features/settings/schema';
import { wordsOf } from './filter.ts';
import type { Context } from './phases.ts';
import type { Submission } from './schema.ts';

/** The settings that moderation goes by. */
const settingNames = ['trustAfter', 'holdLinks', 'blockedWords', 'suspectWords', 'spamFilter', 'attachmentHold'];

type Row = {
  settings: { key: string; value: unknown }[] | null;
  approved: number;
  rejected: boolean | null;
  recent: { text: string; articleId: number; own: boolean }[] | null;
  counts: [word: string, spam: number, ham: number][] | null;
  slug: string | null;
};

/**
 * Everything the phases need, in one round trip: what is kept of the writer's last 200 responses, what came from them
 * and their network within a day, the settings, and how often the filter met each word. `slug` is the article's.
 */
export async function readContext(
  submission: Submission,
): Promise<Omit<Context, 'waitSeconds' | 'external'> & { slug: string }> {
  const { actor, articleId, network, editOf, body } = submission;
  const words = wordsOf({ body, name: actor.name, link: actor.kind === 'site' ? actor.source : null });
  const userId = actor.kind === 'user' ? actor.id : '';
  const isTheirs =
    actor.kind === 'user'
      ? sql`user_id = ${actor.id}`
      : // What a site took back itself is no sign of anything.
        sql`id in (select response_id from ${mention} where source_host = ${actor.host} and response_id is not null
          and state <> 'withdrawn' order by created_at desc limit 200)`;
  // What came from elsewhere is one paragraph, and nobody typed it.
  const typed = actor.kind === 'user' ? sql`source` : sql`body #>> '{content,0,content,0,text}' as source`;
  const [row] = await db.execute<Row>(sql`
    with mine as (
      select approved_at, held_at, spam_at, trashed_at, deleted_at, created_at from ${response}
      where ${isTheirs} order by created_at desc limit 200
    ), recent as (
      (select ${typed}, article_id, true as own from ${response}
       where ${isTheirs} and created_at > now() - interval '1 day' and deleted_at is null
         and id is distinct from ${editOf}::bigint
       order by created_at desc limit 20)
      union all
      (select source, article_id, false from ${response}
       where network = ${network}::text and user_id is distinct from ${userId} and deleted_at is null
         and created_at > now() - interval '1 day'
       order by created_at desc limit 20)
    )
    select
      (select jsonb_agg(jsonb_build_object('key', key, 'value', value)) from ${setting}
       where key in (select jsonb_array_elements_text(${JSON.stringify(settingNames)}::text::jsonb))) as settings,
      (select count(*)::int from mine
       where approved_at is not null and held_at is null and spam_at is null and trashed_at is null
         and deleted_at is null) as approved,
      (select bool_or(
         spam_at > now() - interval '30 days' or (trashed_at > now() - interval '30 days' and deleted_at is null)
         -- Taking back what was taken down does not undo that it was.
         or (created_at > now() - interval '30 days' and approved_at is null and held_at is null)
       ) from mine) as rejected,
      (select jsonb_agg(jsonb_build_object('text', source, 'articleId', article_id, 'own', own)) from recent
       where source is not null) as recent,
      (select jsonb_agg(jsonb_build_array(word, spam, ham)) from ${filterWord}
       where word in (select jsonb_array_elements_text(${JSON.stringify(['', ...words])}::text::jsonb))) as counts,
      (select slug from ${article} where id = ${articleId}) as slug`);
  if (!row) throw new Error('A query of one row gave none.');
  return {
    settings: settingsFrom(row.settings ?? []),
    approved: row.approved,
    rejectedLately: row.rejected === true,
    recent: row.recent ?? [],
    words,
    wordCounts: new Map((row.counts ?? []).map(([word, spam, ham]) => [word, { spam, ham }])),
    slug: row.slug ?? '',
  };
}
