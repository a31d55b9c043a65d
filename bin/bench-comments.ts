import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import autocannon from 'autocannon';
import postgres, { type Sql } from 'postgres';
import { runningEmbedded } from '#db/embedded';
import { actionOf } from './bench-hits.ts';
import { median, readingBeside } from './bench-http.ts';

const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';
const boundary = '----broadsheet';

/** People who are signed in, and the way into the database of a publication that runs. */
export type Discussion = {
  origin: string;
  action: string;
  sql: Sql;
  tokens: string[];
  slug: string;
  articleId: number;
};

/**
 * Gives a publication so many readers with a session each, whose comments need no moderator. They want no mail: each follows
 * the one article, and thousands of letters are no part of what is measured.
 */
export async function openDiscussion(
  dataDir: string,
  dist: string,
  origin: string,
  people: number,
): Promise<Discussion> {
  const sql = postgres(runningEmbedded(dataDir), { max: 1 });
  const tokens = Array.from({ length: people }, () => randomBytes(32).toString('base64url'));
  const rows = tokens.map((token, index) => ({
    user: `bench-${index}`,
    session: createHash('sha256').update(token).digest('hex'),
  }));
  for (let at = 0; at < rows.length; at += 5000) {
    const part = JSON.stringify(rows.slice(at, at + 5000));
    await sql`insert into "user" (id, name, name_key, email, mail_policy)
      select r->>'user', r->>'user', r->>'user', (r->>'user') || '@reader.example', 'never' from json_array_elements(${part}::text::json) as r`;
    await sql`insert into session (session_token, user_id, expires, id)
      select r->>'session', r->>'user', now() + interval '1 day', r->>'user' from json_array_elements(${part}::text::json) as r`;
  }
  await sql`insert into setting (key, value) values ('trustAfter', '0') on conflict (key) do update set value = '0'`;
  await sql`analyze`;
  const [article] = await sql<{ id: number; slug: string }[]>`
    select id::int, slug from article where kind = 'article' and status = 'published' and visibility = 'public'
      and comment_policy = 'open' order by id offset 500 limit 1`;
  if (!article) throw new Error('There is no open article.');
  return {
    origin,
    action: actionOf(dist, 'postResponseAction'),
    sql,
    tokens,
    slug: article.slug,
    articleId: article.id,
  };
}

let posted = 0;

/** A comment as the page's own form sends it, by a person and from a network of its own. */
function comment({ origin, action, tokens, slug, articleId }: Discussion) {
  const n = posted++;
  const fields: [string, string][] = [
    ['_1_articleId', String(articleId)],
    ['_1_live', '1'],
    ['_1_submission', randomBytes(16).toString('base64url')],
    ['_1_text', `What was said here as number ${n}, and *why* it was said: ${randomBytes(12).toString('hex')}.`],
    ['0', '[{"status":"idle"},"$K1"]'],
  ];
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    method: 'POST' as const,
    path: `/articles/${slug}`,
    headers: {
      'next-action': action,
      accept: 'text/x-component',
      'content-type': `multipart/form-data; boundary=${boundary}`,
      cookie: `authjs.session-token=${tokens[n % tokens.length]}; broadsheet_signed_in=1`,
      origin,
      'user-agent': agent,
      'x-forwarded-for': `${11 + ((n >> 24) & 63)}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
    },
    body: `${parts.join('')}--${boundary}--\r\n`,
  };
}

const publicOf = async ({ sql, articleId }: Discussion): Promise<number> => {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from response
    where article_id = ${articleId} and approved_at is not null and held_at is null`;
  return row?.count ?? 0;
};

/** Comments a second that were answered; throws unless each of them is stored and public. */
export async function sendComments(
  discussion: Discussion,
  load: { amount: number; perSecond?: number },
): Promise<{ perSecond: number; answered: number }> {
  let answered = 0;
  let other = '';
  const before = await publicOf(discussion);
  const started = performance.now();
  let last = started;
  await autocannon({
    url: discussion.origin,
    connections: 16,
    amount: load.amount,
    ...(load.perSecond === undefined ? {} : { overallRate: load.perSecond }),
    requests: [
      {
        setupRequest: (request) => ({ ...request, ...comment(discussion) }),
        onResponse: (status, body) => {
          // autocannon itself ends at whole seconds.
          last = performance.now();
          if (status === 200 && body.includes('"status":"done"')) answered++;
          else other = `${status} ${body.slice(0, 300)}`;
        },
      },
    ],
  });
  const seconds = (last - started) / 1000;
  const stored = (await publicOf(discussion)) - before;
  if (stored !== answered || answered !== load.amount) {
    throw new Error(`${load.amount} comments were sent, ${answered} answered, ${stored} stored. ${other}`);
  }
  return { perSecond: answered / seconds, answered };
}

/** Milliseconds from sending a comment until a second reader's page is told of it, one by one. */
export async function timeToSecondReader(
  discussion: Discussion,
  times: number,
): Promise<{ median: number; p95: number }> {
  const told: (() => void)[] = [];
  const line = http.get(
    `${discussion.origin}/api/discussion/${discussion.articleId}/events`,
    { headers: { accept: 'text/event-stream' } },
    (response) => {
      response.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('event: ')) told.shift()?.();
      });
    },
  );
  // What stands is told first.
  await new Promise<void>((done) => told.push(done));
  const took: number[] = [];
  for (let time = 0; time < times; time++) {
    const seen = new Promise<void>((done) => told.push(done));
    const { path, ...request } = comment(discussion);
    const started = performance.now();
    const answer = fetch(discussion.origin + path, request);
    await seen;
    took.push(performance.now() - started);
    await (await answer).text();
    // People do not write in step with the server's clock.
    await new Promise((done) => setTimeout(done, 120 + Math.random() * 200));
  }
  line.destroy();
  took.sort((a, b) => a - b);
  return { median: median(took), p95: took[Math.ceil(took.length * 0.95) - 1] ?? Number.NaN };
}

/** Pages read a second while ten comments a second arrive on that page, against none. */
export async function readingWithComments(discussion: Discussion): Promise<{ alone: number; beside: number }> {
  const address = `${discussion.origin}/articles/${discussion.slug}`;
  return readingBeside(address, () => sendComments(discussion, { amount: 110, perSecond: 10 }));
}

/** Milliseconds to render a page of a thread with so many responses: the article's own, after each of some changes. */
export async function renderThread(discussion: Discussion, responses: number, times: number): Promise<number> {
  const { sql, origin } = discussion;
  const [article] = await sql<{ id: number; slug: string }[]>`
    select id::int, slug from article where kind = 'article' and status = 'published' and visibility = 'public'
      and comment_policy = 'open' order by id offset ${responses > 1000 ? 501 : 502} limit 1`;
  if (!article) throw new Error('There is no open article.');
  await sql`delete from response where article_id = ${article.id}`;
  await sql`insert into response (article_id, kind, guest_name, body, created_at, approved_at)
    select ${article.id}, 'comment', 'Reader ' || n,
      json_build_object('type', 'doc', 'content', json_build_array(json_build_object('type', 'paragraph', 'content',
        json_build_array(json_build_object('type', 'text', 'text', 'Response ' || n || ', which says a sentence of some length.'))))),
      now() - make_interval(secs => ${responses} - n), now()
    from generate_series(1, ${responses}::int) as n`;
  await sql`analyze response`;
  const address = `${origin}/articles/${article.slug}`;
  const tag = `responses:${article.id}`;
  const took: number[] = [];
  for (let time = 0; time < times + 5; time++) {
    await sql`insert into tag_expiry (tag, expired_at) values (${tag}, clock_timestamp())
      on conflict (tag) do update set expired_at = clock_timestamp()`;
    await sql`select pg_notify('broadsheet_expiry', ${JSON.stringify({ tags: [tag], gently: false })})`;
    // Heard by the server before the next request: it answers on the same machine.
    await new Promise((done) => setTimeout(done, 30));
    const started = performance.now();
    const response = await fetch(address);
    await response.text();
    if (response.status !== 200) throw new Error(`${address}: ${response.status}`);
    took.push(performance.now() - started);
  }
  return median(took.slice(5));
}

/** Comments a second that WordPress stores through its own form; its flood check has to be off, as `wordpress/up` leaves it. */
export async function sendWordpressComments(
  origin: string,
  amount: number,
): Promise<{ perSecond: number; refused: number }> {
  let stored = 0;
  let refused = 0;
  let n = 0;
  const run = randomBytes(6).toString('hex');
  const started = performance.now();
  await autocannon({
    url: origin,
    connections: 16,
    amount,
    requests: [
      {
        method: 'POST',
        path: '/wp-comments-post.php',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': agent },
        setupRequest: (request) => {
          const id = n++;
          const fields = {
            comment: `What was said here as number ${id} of ${run}, and why it was said.`,
            author: `Reader ${id}`,
            email: `reader-${run}-${id}@reader.example`,
            comment_post_ID: '500',
            comment_parent: '0',
          };
          return {
            ...request,
            headers: { ...request.headers, 'x-forwarded-for': `11.${(id >> 16) & 255}.${(id >> 8) & 255}.${id & 255}` },
            body: new URLSearchParams(fields).toString(),
          };
        },
        onResponse: (status) => {
          if (status === 302) stored++;
          else refused++;
        },
      },
    ],
  });
  return { perSecond: (stored / (performance.now() - started)) * 1000, refused };
}
