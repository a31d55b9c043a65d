import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import { expireTags } from '#db/expiry';
import { event } from '#db/schema/index';
import { removeFile } from '#features/files/commands';
import { cacheTags } from '#lib/cache-tags';
import { count } from './media.ts';

/** The demo's rows of some kinds, by their ids. */
const demo = (...kinds: string[]) => sql`(select local_id from imported where origin = 'demo'
  and kind in (${sql.join(
    kinds.map((kind) => sql`${kind}`),
    sql`, `,
  )}))`;

/**
 * Takes the demo's content away: its articles and pages, edited or not, and what is left without use by that. Returns
 * how many of each kind went.
 */
export async function removeDemo(): Promise<{ removed: Record<string, number> }> {
  const removed: Record<string, number> = {};
  const unused = await db.transaction(async (tx) => {
    const steps = [
      [
        'redirect',
        sql`delete from redirect where target in (select case when kind = 'page' then '/' else '/articles/' end || slug
          from article where id::text in ${demo('article', 'page')})`,
      ],
      ['article', sql`delete from article where id::text in ${demo('article', 'page')}`],
      [
        'tag',
        sql`delete from tag where id::text in ${demo('tag')} and not exists (select 1 from article_tag where tag_id = tag.id)`,
      ],
      [
        'section',
        sql`delete from section where id::text in ${demo('section')}
          and not exists (select 1 from article where section_id = section.id)`,
      ],
      [
        'author',
        sql`delete from author where id::text in ${demo('author')} and not exists (select 1 from byline where author_id = author.id)`,
      ],
    ] as const;
    for (const [kind, step] of steps) count(removed, kind, (await tx.execute(step)).count);
    const files = await tx.execute<{ id: string }>(sql`
      select id from file where id::text in ${demo('file')}
        and not exists (select 1 from article where lead_file_id = file.id)
        and not exists (select 1 from imported where kind = 'file' and origin <> 'demo' and local_id = file.id::text)
        and not exists (select 1 from revision where position(file.id::text in body::text) > 0)`);
    // Its name and tagline too, where they are still the demo's.
    await tx.execute(sql`delete from setting where key in ('name', 'tagline')
      and value = (select value -> setting.key from setting as seeded where seeded.key = 'demo.seeded')`);
    await tx.execute(sql`delete from imported where origin = 'demo'`);
    await tx.insert(event).values({ name: 'demo.remove', actor: 'command line', detail: removed });
    await expireTags(tx, [cacheTags.everything]);
    return files.map(({ id }) => id);
  });
  // Bytes last: what a transaction takes back must still be there.
  for (const id of unused) await removeFile(id);
  count(removed, 'file', unused.length);
  return { removed };
}
