import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import { hitTotal } from '#db/schema/index';
import { siteUrl } from '#lib/env';
import { PersonError } from '#lib/errors';
import { networkOf } from '#lib/network';
import { HitCounter } from './counter.ts';
import { FloodGate } from './flood.ts';
import { whyLeftOut } from './judgement.ts';
import { identityOf } from './reader.ts';
import { countryCode, referrerHost } from './referrer.ts';
import { CountHitInput, type HitRequest } from './schema.ts';

const counter = new HitCounter(db);
const gate = new FloodGate();

/**
 * Counts a reader who has had the article on screen: once within the time that the settings name, and not at all
 * where the request is a program's, was made before anybody asked for the page, or is one of the staff's own.
 *
 * Gives the article's total once the hit is committed; null where it was left out or there is no such article.
 * Throws a `PersonError` when it could not be written, and then it is not in the total.
 */
export async function countHit(input: {
  hit: CountHitInput;
  request: HitRequest;
  staff: boolean;
}): Promise<number | null> {
  const { hit, request, staff } = input;
  const reason = whyLeftOut(request, staff) ?? (gate.isFull(networkOf(request.address)) ? 'flood' : null);
  if (reason !== null) {
    counter.tally(hit.articleId, reason);
    return null;
  }
  return counter.count({
    articleId: hit.articleId,
    identity: identityOf(siteUrl(), request),
    host: referrerHost(hit.referrer),
    country: countryCode(request.country),
  });
}

/**
 * The same for a call as it came over the wire: `header` reads a request header. Nothing that can be sent makes it
 * throw; what is no hit, or could not be counted, is null.
 */
export async function answerHit(input: {
  articleId: unknown;
  referrer: unknown;
  header: (name: string) => string | null | undefined;
  staff: boolean;
}): Promise<number | null> {
  const { articleId, referrer, header, staff } = input;
  const hit = CountHitInput.safeParse({ articleId, referrer });
  if (!hit.success) return null;
  const request = {
    address: header('x-forwarded-for')?.split(',')[0]?.trim() ?? '',
    userAgent: header('user-agent') ?? '',
    purpose: header('sec-purpose') ?? header('purpose') ?? header('x-moz') ?? '',
    country: header('cf-ipcountry') ?? header('x-vercel-ip-country') ?? '',
  };
  try {
    return await countHit({ hit: hit.data, request, staff });
  } catch (error) {
    if (!(error instanceof PersonError)) console.error(error);
    return null;
  }
}

/**
 * Sets what articles had been read on the site they came from, as that site counted. Doing it again with the same
 * numbers changes nothing. Gives how many articles got another number.
 */
export async function setImportedHits(rows: readonly { articleId: number; hits: number }[]): Promise<number> {
  const given = rows.filter(({ hits }) => Number.isSafeInteger(hits) && hits >= 0);
  if (given.length === 0) return 0;
  const changed = await db.execute(sql`
    insert into ${hitTotal} as total (article_id, imported)
    select article, max(hits) from jsonb_to_recordset(${JSON.stringify(given.map(({ articleId, hits }) => ({ article: articleId, hits })))}::text::jsonb)
      as given (article bigint, hits bigint)
    group by article order by article
    on conflict (article_id) do update set imported = excluded.imported where total.imported <> excluded.imported
    returning article_id`);
  return changed.length;
}
