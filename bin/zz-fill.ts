import { pool } from '../db/client.ts';
import { expireTags } from '../db/expiry.ts';
import { openDatabase } from './database.ts';

const database = await openDatabase();
const { sql, db } = pool();
const n = Number(process.argv[2]);
const hostile = `</title><script>alert(1)</script> ]]> & &amp; \u0001 ]]>`;
if (n === 0) {
  const [s] =
    await sql`insert into section (slug, name, description) values ('größe & maß', ${hostile}, ${hostile}) on conflict (slug) do update set name = excluded.name returning id::int`;
  const [t] =
    await sql`insert into tag (slug, name) values ('日本語', ${hostile}) on conflict (slug) do update set name = excluded.name returning id::int`;
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: hostile }] }] };
  const [a] =
    await sql`insert into article (slug, headline, status, published_at, section_id, source_name, source_url) values ('straße-über-日本', ${hostile}, 'published', now(), ${s.id}, 'Wire', 'https://wire.example/?a=1&b=2') returning id::int`;
  const [r] =
    await sql`insert into revision (article_id, version, headline, body, body_version) values (${a.id}, 1, 'x', ${JSON.stringify(body)}::text::jsonb, 1) returning id::int`;
  await sql`update article set revision_id = ${r.id} where id = ${a.id}`;
  await sql`insert into article_tag (tag_id, article_id) values (${t.id}, ${a.id})`;
  const [l] =
    await sql`insert into article (slug, headline, excerpt, status, visibility, published_at, section_id, revision_id) values ('locked', 'Locked', 'SECRETWORD', 'published', 'password', now(), ${s.id}, ${r.id}) returning id::int`;
} else {
  await sql.unsafe(
    `insert into article (slug, headline, excerpt, status, published_at, revision_id) select 'bulk-' || i, 'Bulk ' || i, 'An excerpt', 'published', now() - i * interval '1 minute' - interval '60 days', (select min(id) from revision) from generate_series(1, ${n}) i`,
  );
  await sql.unsafe(
    `insert into article_tag (tag_id, article_id) select t.id, a.id from article a cross join lateral (select id from tag order by md5(tag.slug || a.id) limit 3) t where a.slug like 'bulk-%'`,
  );
  await sql.unsafe(
    `insert into byline (article_id, author_id) select a.id, (select id from author order by md5(author.slug || a.id) limit 1) from article a where a.slug like 'bulk-%'`,
  );
  await sql`analyze`;
}
await expireTags(db, ['everything']);
await database.close();
