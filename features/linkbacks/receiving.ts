import { sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, mention, setting } from '#db/schema/index';
import { type Settings, settingsFrom } from '#features/settings/schema';
import { longestSlug } from '#lib/cache-tags';
import { siteUrl } from '#lib/env';
import { messageOf } from '#lib/errors';
import { withoutForbidden } from '#lib/html';
import { networkOf } from '#lib/network';
import { together } from '#lib/together';
import { spend } from './budgets.ts';
import { amongOthers, crowdPause } from './crowd.ts';
import { isListed, linkbackHost, pageKey } from './hosts.ts';
import { LinkbackError, type LinkbackProtocol, type LinkbackWords } from './schema.ts';
import { problemOf } from './sentences.ts';
import { slugAfter, slugAt } from './targets.ts';
import { wakeVerifier } from './waking.ts';

export type ReceivedLinkback = {
  protocol: LinkbackProtocol;
  source: string;
  target: string;
  /** What a trackback says of itself. */
  said?: LinkbackWords;
  /** The network address of the sender. */
  from: string;
};

const longestAddress = 2000;
const longestWords = 2000;

/** Seconds for which the answer to a repeated pingback or trackback is what was found out before. */
const freshSeconds = 120;
/** Seconds between two look-ups of one source, however often it is sent. */
const recheckSeconds = 60;

const switches = {
  trackback: 'receiveTrackbacks',
  pingback: 'receivePingbacks',
  webmention: 'receiveWebmentions',
} as const satisfies Record<LinkbackProtocol, keyof Settings>;

const settingNames = [...Object.values(switches), 'readOnly', 'linkbackBlockedHosts'];

/**
 * Takes what another site claims, without asking anybody: the job `linkbacks.verify` looks it up. A source and an article
 * are one, by however many protocols they come; sent again, it is looked up again. Gives the id under which its sender
 * sees what becomes of it. Throws a `LinkbackError` for what can't be taken, and for a pingback or trackback that is
 * there already (`known`).
 */
export const receiveLinkback = (input: ReceivedLinkback): Promise<{ id: string; known: boolean }> =>
  amongOthers(() => receive(input));

async function receive(input: ReceivedLinkback): Promise<{ id: string; known: boolean }> {
  const { protocol } = input;
  const source = sourceOf(input.source);
  const target = targetOf(input.target);
  const site = siteUrl();
  if (pageKey(source) === pageKey(target))
    throw new LinkbackError('same', 'Source and target are the same page. The source is the page with the link.');
  if (target.host !== new URL(site).host)
    throw new LinkbackError('elsewhere', `The target is not an article of this site, ${site}.`);
  if (source.host === new URL(site).host)
    throw new LinkbackError('own_source', 'The source is a page of this site itself. It needs no linkback.');
  await spend('network', networkOf(input.from) || 'unknown');
  const slug = await slugAt(target.href);
  let { settings, found } = await contextOf(slug);
  const now = found === null && slug !== null ? await slugAfter(slug) : null;
  if (now !== null) ({ settings, found } = await contextOf(now));
  if (settings.readOnly)
    throw new LinkbackError(
      'read_only',
      'The site is being worked on and takes nothing at the moment. Try again later.',
    );
  if (!settings[switches[protocol]]) throw new LinkbackError('off', `This site takes no ${protocol}s.`);
  if (found === null || !found.public)
    throw new LinkbackError(
      'unknown_target',
      'There is no article at the target. It may have moved or been withdrawn.',
    );
  if (!found.open) throw new LinkbackError('closed', 'This article takes no linkbacks.');
  const host = linkbackHost(source);
  if (isListed(host, settings.linkbackBlockedHosts))
    throw new LinkbackError('blocked', 'Linkbacks of your site are not taken here.');
  await Promise.all([spend('host', host), spend('article', String(found.id))]);
  return note(input, source, host, found.id);
}

type Note = {
  articleId: number;
  protocol: LinkbackProtocol;
  url: string;
  key: string;
  host: string;
  target: string;
  said: LinkbackWords | null;
};
type Noted = {
  id: string | null;
  before: string | null;
  first: LinkbackProtocol | null;
  problem: string | null;
};

const noteTogether = together(noteAll, crowdPause);

async function note(
  { protocol, source, target, said }: ReceivedLinkback,
  url: URL,
  host: string,
  articleId: number,
): Promise<{ id: string; known: boolean }> {
  // One that says nothing takes nothing back.
  const words = said && Object.values(said).some((text) => text.trim() !== '') ? clean(said) : null;
  const made: Note = {
    articleId,
    protocol,
    url: url.href,
    key: pageKey(url),
    host,
    target: target.trim().toWellFormed(),
    said: words,
  };
  const row = await noteTogether(JSON.stringify(made));
  if (!row) throw new Error('Each note has an answer.');
  // It was looked up a moment ago, and what was found then is the answer.
  if (row.id === null)
    throw new LinkbackError(problemOf(row.problem), row.problem ?? 'It was looked up and is no linkback.');
  await wakeVerifier();
  const known = row.before === 'waiting' || row.before === 'verified';
  // By another protocol it is no mistake of the sender's: software that speaks two tells it twice.
  if (known && protocol !== 'webmention' && row.first === protocol)
    throw new LinkbackError('known', `This ${protocol} is registered already: ${source.trim()} is known to link here.`);
  return { id: row.id, known };
}

/** Writes what came together, in one statement; of two with one source and article the later one after it. */
async function noteAll(keys: string[]): Promise<Map<string, Noted>> {
  const answers = new Map<string, Noted>();
  let left = keys.map((key) => ({ key, made: JSON.parse(key) as Note }));
  while (left.length > 0) {
    const now = new Map<string, (typeof left)[number]>();
    const rest: typeof left = [];
    for (const each of left) {
      const place = `${each.made.articleId} ${each.made.key}`;
      if (now.has(place)) rest.push(each);
      else now.set(place, each);
    }
    const given = [...now.values()];
    for (const [key, row] of await writeEach(given)) answers.set(key, row);
    left = rest;
  }
  return answers;
}

/** What can't be written keeps nothing else from being written; where it came alone, its failure is thrown. */
async function writeEach(given: readonly { key: string; made: Note }[]): Promise<[key: string, row: Noted][]> {
  try {
    const rows = await write(given.map(({ made }) => made));
    return given.flatMap(({ key }, index) => {
      const row = rows.get(index);
      return row ? [[key, row]] : [];
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    // Class 22 of Postgres: what was given is at fault, not the database.
    const isGiven = cause instanceof Error && 'code' in cause && String(cause.code).startsWith('22');
    if (given.length === 1 || !isGiven) throw error;
    console.error(`Linkbacks that came together are written one by one. ${messageOf(error)}`);
    const written: [string, Noted][] = [];
    for (const each of given) written.push(...(await writeEach([each]).catch(() => [])));
    return written;
  }
}

/** By their places in the list. */
async function write(notes: readonly Note[]): Promise<Map<number, Noted>> {
  const rows = await db.execute<Noted & { n: string }>(sql`
    with given as (
      select * from rows from (jsonb_to_recordset(${JSON.stringify(notes)}::text::jsonb)
        as ("articleId" bigint, protocol text, url text, key text, host text, target text, said jsonb))
        with ordinality as given ("articleId", protocol, url, key, host, target, said, n)
    ), before as (
      select g.n, m.state, m.protocol, m.problem
      from given g join ${mention} m on m.article_id = g."articleId" and m.source_key = g.key
    ), noted as (
      insert into ${mention} as m (article_id, protocol, source_url, source_key, source_host, target_url, said)
      select "articleId", protocol, url, key, host, target, nullif(said, 'null'::jsonb) from given order by "articleId", key
      on conflict (article_id, source_key) do update set
        source_url = excluded.source_url, target_url = excluded.target_url, said = coalesce(excluded.said, m.said),
        state = case when m.state in ('refused', 'withdrawn') then 'waiting' else m.state end,
        problem = case when m.state = 'refused' then null else m.problem end,
        failures = 0,
        due_at = case when m.due_at <= now() then m.due_at
          else greatest(now(), m.checked_at + make_interval(secs => ${recheckSeconds}::float8)) end
      where excluded.protocol = 'webmention' or m.state <> 'refused' or m.checked_at is null
        or m.checked_at < now() - make_interval(secs => ${freshSeconds}::float8)
      returning id, article_id, source_key
    )
    select g.n, noted.id, before.state as before, before.protocol as first, before.problem
    from given g left join before on before.n = g.n
    left join noted on noted.article_id = g."articleId" and noted.source_key = g.key`);
  return new Map(rows.map(({ n, ...row }) => [Number(n) - 1, row]));
}

function sourceOf(value: string): URL {
  const address = value.trim();
  if (address === '')
    throw new LinkbackError('no_source', 'There is no source: the address of the page that links here.');
  if (address.length > longestAddress)
    throw new LinkbackError('bad_source', `The source is longer than ${longestAddress} characters.`);
  // Postgres has no NUL in its texts.
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address) || address.includes('\0') || /%00/.test(address))
    throw new LinkbackError('bad_source', 'The source is not a web address. It begins with http:// or https://.');
  const url = new URL(address);
  if (url.username !== '' || url.password !== '')
    throw new LinkbackError(
      'bad_source',
      'The source has a password in its address. Send the address that readers use.',
    );
  url.hash = '';
  return url;
}

function targetOf(value: string): URL {
  const address = value.trim();
  if (address === '')
    throw new LinkbackError('no_target', 'There is no target: the address of the article that is linked to.');
  if (
    address.length > longestAddress ||
    address.includes('\0') ||
    !/^https?:\/\//i.test(address) ||
    !URL.canParse(address)
  )
    throw new LinkbackError('elsewhere', 'The target is not the address of an article here.');
  return new URL(address);
}

type Found = { id: number; public: boolean; open: boolean };

type Context = { settings: Settings; found: Found | null };
const contextBySlug = together(readContexts, crowdPause);

/** What has to be known of the site and the article. */
async function contextOf(slug: string | null): Promise<Context> {
  const context = await contextBySlug(slug !== null && slug.length <= longestSlug ? slug : '');
  if (context === null) throw new Error('Each slug has a context.');
  return context;
}

async function readContexts(slugs: string[]): Promise<Map<string, Context>> {
  const [row] = await db.execute<{
    settings: { key: string; value: unknown }[] | null;
    found: (Found & { slug: string })[] | null;
  }>(sql`
    select
      (select jsonb_agg(jsonb_build_object('key', key, 'value', value)) from ${setting}
       where key in (select jsonb_array_elements_text(${JSON.stringify(settingNames)}::text::jsonb))) as settings,
      (select json_agg(json_build_object('id', id, 'slug', slug, 'open', ping_policy = 'open',
         'public', status in ('scheduled', 'published') and visibility = 'public' and published_at <= now()
           and coalesce(embargo_until <= now(), true)))
       from ${article} where kind = 'article'
         and slug in (select jsonb_array_elements_text(${JSON.stringify(slugs)}::text::jsonb))) as found`);
  const settings = settingsFrom(row?.settings ?? []);
  const found = new Map((row?.found ?? []).map((each) => [each.slug, each]));
  return new Map(slugs.map((slug) => [slug, { settings, found: found.get(slug) ?? null }]));
}

/** A pair of which one half is cut off would be no text to Postgres. */
const cut = (text: string): string => withoutForbidden(text.slice(0, longestWords));

const clean = ({ title, excerpt, blogName }: LinkbackWords): LinkbackWords => ({
  title: cut(title),
  excerpt: cut(excerpt),
  blogName: cut(blogName),
});
