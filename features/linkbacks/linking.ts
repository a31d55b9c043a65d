import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import { limiter, secondsUntilAllowed } from '#db/rate-limit';
import { article, linkback, response } from '#db/schema/index';
import { siteUrl } from '#lib/env';
import { networkOf } from '#lib/network';
import { LinkbackError } from './schema.ts';
import { slugAt } from './targets.ts';

const asked = limiter('linkback-list', 60, 600, { remember: true });
const most = 1000;

/** The pages that are known, and shown, to link to the article of an address. Throws a `LinkbackError` where there is none. */
export async function listLinking(address: string, from: string): Promise<string[]> {
  const wait = await secondsUntilAllowed(asked, networkOf(from) || 'unknown');
  if (wait > 0) throw new LinkbackError('too_many', 'You ask very often. Try again later.', wait);
  const slug = await slugAt(address);
  if (slug === null) throw new LinkbackError('elsewhere', `This is not the address of an article of ${siteUrl()}.`);
  const [found] = await db.execute<{ id: string }>(sql`
    select id from ${article} where kind = 'article' and slug = ${slug} and status in ('scheduled', 'published')
      and visibility = 'public' and published_at <= now()`);
  if (!found) throw new LinkbackError('unknown_target', 'There is no article at this address.');
  const rows = await db.execute<{ url: string }>(sql`
    select l.source_url as url from ${response} r join ${linkback} l on l.response_id = r.id
    where r.article_id = ${found.id} and r.approved_at is not null and r.held_at is null and r.spam_at is null
      and r.trashed_at is null and r.deleted_at is null
    order by r.created_at, r.id limit ${most}`);
  return rows.map(({ url }) => url);
}
