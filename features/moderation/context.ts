import { type SQL, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, filterWord, mention, response, setting } from '#db/schema/index';
import { settingsFrom } from '#features/settings/schema';
import { inBatches } from '#lib/together';
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

type Asked = {
  articleId: number;
  userId: string;
  /** Of a site that mentions an article; of a person there is none. */
  host: string;
  network: string | null;
  editOf: number | null;
  words: string[];
};

/**
 * Everything the phases need, in one round trip for all that come at once: what is kept of the writer's last 200
 * responses, what came from them and their network within a day, the settings, and how often the filter met each word.
 * `slug` is the article's.
 */
export async function readContext(
  submission: Submission,
): Promise<Omit<Context, 'waitSeconds' | 'external'> & { slug: string }> {
  const { actor, articleId, network, editOf, body } = submission;
  const words = wordsOf({ body, name: actor.name, link: actor.kind === 'site' ? actor.source : null });
  const asked = { articleId, network, editOf, words: ['', ...words] };
  const row =
    actor.kind === 'user'
      ? await ofPerson({ ...asked, userId: actor.id, host: '' })
      : await ofSite({ ...asked, userId: '', host: actor.host });
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

const ofPerson = inBatches((asked: Asked[]) => readRows(asked, sql`user_id = given."userId"`, sql`source`));

const ofSite = inBatches((asked: Asked[]) =>
  readRows(
    asked,
    // What a site took back itself is no sign of anything.
    sql`id in (select response_id from ${mention} where source_host = given.host and response_id is not null
      and state <> 'withdrawn' order by created_at desc limit 200)`,
    // What came from elsewhere is one paragraph, and nobody typed it.
    sql`body #>> '{content,0,content,0,text}' as source`,
  ),
);

async function readRows(asked: Asked[], isTheirs: SQL, typed: SQL): Promise<Row[]> {
  const rows = await db.execute<Row>(sql`
    select kept.settings, own.approved, own.rejected,
      (select jsonb_agg(jsonb_build_object('text', source, 'articleId', article_id, 'own', own)) from (
        (select ${typed}, article_id, true as own from ${response}
         where ${isTheirs} and created_at > now() - interval '1 day' and deleted_at is null
           and id is distinct from given."editOf"
         order by created_at desc limit 20)
        union all
        (select source, article_id, false from ${response}
         where network = given.network and user_id is distinct from given."userId" and deleted_at is null
           and created_at > now() - interval '1 day'
         order by created_at desc limit 20)
      ) recent where source is not null) as recent,
      (select jsonb_agg(jsonb_build_array(word, spam, ham)) from ${filterWord}
       where word in (select jsonb_array_elements_text(given.words))) as counts,
      (select slug from ${article} where id = given."articleId") as slug
    from rows from (jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) as ("articleId" bigint, "userId" text, host text,
        network text, "editOf" bigint, words jsonb)) with ordinality as given
    cross join (select jsonb_agg(jsonb_build_object('key', key, 'value', value)) as settings from ${setting}
      where key in (select jsonb_array_elements_text(${JSON.stringify(settingNames)}::text::jsonb))) kept
    cross join lateral (
      select (count(*) filter (where approved_at is not null and held_at is null and spam_at is null
          and trashed_at is null and deleted_at is null))::int as approved,
        bool_or(
          spam_at > now() - interval '30 days' or (trashed_at > now() - interval '30 days' and deleted_at is null)
          -- Taking back what was taken down does not undo that it was.
          or (created_at > now() - interval '30 days' and approved_at is null and held_at is null)
        ) as rejected
      from (
        select approved_at, held_at, spam_at, trashed_at, deleted_at, created_at from ${response}
        where ${isTheirs} order by created_at desc limit 200
      ) mine
    ) own
    order by given.ordinality`);
  return [...rows];
}
