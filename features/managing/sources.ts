import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import { expireTags } from '#db/expiry';
import { article } from '#db/schema/index';
import { FieldProblem } from '#features/newsroom/schema';
import type { Actor } from '#lib/actor';
import { cacheTags } from '#lib/cache-tags';
import { PersonError } from '#lib/errors';
import { canManage } from './policy.ts';
import { keptWith, note, rewriteNewest } from './rewriting.ts';
import { longestSource, type SourceView, sourcesShown } from './schema.ts';

function requireManager(actor: Actor): void {
  if (!canManage(actor)) throw new PersonError('refused', 'Only editors see and change the sources of stories.');
}

/** Whom republished stories come from, those with most stories first, each with the licences and hosts that its stories name. */
export async function listSources({ actor }: { actor: Actor }): Promise<SourceView[]> {
  requireManager(actor);
  const rows = await db.execute<SourceView>(sql`
    select source_name as name, count(*)::int as articles,
      coalesce(json_agg(distinct source_licence) filter (where source_licence <> ''), '[]'::json) as licences,
      coalesce(json_agg(distinct lower(substring(source_url from '^https?://(?:www[.])?([^/:?#]+)')))
        filter (where source_url ~* '^https?://[^/:?#]'), '[]'::json) as hosts,
      count(*) filter (where coalesce(source_licence, '') = '')::int as unlicensed
    from ${article} where source_name <> '' group by source_name order by count(*) desc, lower(source_name), source_name
    limit ${sourcesShown}`);
  return [...rows];
}

/**
 * Gives a source another name in all its stories, those that readers have and those that are being written. Under the name of
 * another source the two are one. Gives how many stories were changed, and the cache tags that expired. Throws `not_found` where
 * no story names it.
 */
export async function renameSource(input: {
  actor: Actor;
  from: string;
  to: string;
}): Promise<{ articles: number; tags: string[] }> {
  const { actor, from } = input;
  requireManager(actor);
  const to = input.to.replace(/\s+/gu, ' ').trim();
  if (to === '') throw new FieldProblem('to', 'Write the name that readers are to see.');
  if (to.length > longestSource)
    throw new FieldProblem('to', `The name of a source can have ${longestSource} characters at most. Shorten it.`);
  if (to === from) throw new FieldProblem('to', 'This is its name already. Write another.');
  return db.transaction(async (tx) => {
    const named = await tx.execute<{ id: string }>(sql`
      select id from ${article} where source_name = ${from} order by id for update`);
    const kept = await keptWith(tx, (fields) => sql`${fields}->'source'->>'name' = ${from}`);
    const ids = [...new Set([...named.map(({ id }) => Number(id)), ...kept])].sort((a, b) => a - b);
    if (ids.length === 0) throw new PersonError('not_found', 'No story names this source any more.');
    await tx.execute(sql`update ${article} set source_name = ${to} where source_name = ${from}`);
    await rewriteNewest(
      tx,
      ids,
      sql`case when fields->'source'->>'name' = ${from} then jsonb_set(fields, '{source,name}', to_jsonb(${to}::text)) else fields end`,
    );
    await note(tx, actor, 'source.rename', `source:${to}`, { from, articles: ids.length });
    const tags = named.length > 0 ? [cacheTags.everything] : [];
    await expireTags(tx, tags);
    return { articles: ids.length, tags };
  });
}
