import type { TransactionSql } from 'postgres';
import type { Addresses } from './addresses.ts';
import { count } from './media.ts';
import type { ImportReport } from './schema.ts';
import type { Survey } from './survey.ts';
import { digestOf, freeSlug } from './words.ts';

/** Our ids of what articles refer to, by the old site's slugs and logins. */
export type Taxonomy = {
  sections: Map<string, number>;
  tags: Map<string, number>;
  authors: Map<string, number>;
};

type Entry = {
  externalId: string;
  slug: string;
  name: string;
  digest: string;
  rest: Record<string, string | number | null>;
};
type Kind = 'section' | 'tag' | 'author';

/**
 * Brings authors, sections and tags. One whose slug is taken here is that one, except an author of another name, who is
 * somebody else. With `dryRun` nothing is written and new ones get no id.
 */
export async function bringTaxonomy(
  sql: TransactionSql,
  found: Survey,
  report: ImportReport,
  dryRun: boolean,
): Promise<{ taxonomy: Taxonomy; slugs: Record<Kind, Map<string, string>> }> {
  const entry = (
    externalId: string,
    slug: string,
    name: string,
    rest: Record<string, string | number | null>,
  ): Entry => ({
    externalId,
    slug,
    name,
    rest,
    digest: digestOf(JSON.stringify([slug, name, rest])),
  });
  const tags = new Map(found.tags);
  // Further categories of an article are its tags here.
  for (const slug of found.furtherCategories) {
    const section = found.sections.get(slug);
    if (!tags.has(slug) && section) tags.set(slug, section);
  }
  const sections = await bring(
    sql,
    'section',
    found,
    report,
    dryRun,
    [...found.sections.values()].map((term) =>
      entry(term.slug, term.slug, term.name, {
        description: term.description,
        ...(term.position !== null && { position: term.position }),
      }),
    ),
  );
  const tagged = await bring(
    sql,
    'tag',
    found,
    report,
    dryRun,
    [...tags.values()].map((term) => entry(term.slug, term.slug, term.name, { description: term.description })),
  );
  const authors = await bring(
    sql,
    'author',
    found,
    report,
    dryRun,
    [...found.authors].map(([login, author]) =>
      entry(login, author.slug, author.name, { bio: author.bio, kind: author.kind, link: author.link || null }),
    ),
  );
  if (!dryRun) await setParents(sql, found, sections.ids, sections.created);
  return {
    taxonomy: { sections: sections.ids, tags: tagged.ids, authors: authors.ids },
    slugs: { section: sections.slugs, tag: tagged.slugs, author: authors.slugs },
  };
}

async function bring(
  sql: TransactionSql,
  kind: Kind,
  found: Survey,
  report: ImportReport,
  dryRun: boolean,
  entries: Entry[],
) {
  const ids = new Map<string, number>();
  const slugs = new Map<string, string>();
  const created = new Set<string>();
  const known = new Map(
    (
      await sql<{ externalId: string; localId: string; digest: string }[]>`
        select external_id as "externalId", local_id as "localId", digest from imported
        where origin = ${found.origin} and kind = ${kind}`
    ).map((row) => [row.externalId, row]),
  );
  const rows = await sql<{ id: string; slug: string; name: string }[]>`select id, slug, name from ${sql(kind)}`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const bySlug = new Map(rows.map((row) => [row.slug, row]));
  for (const entry of entries) {
    const before = known.get(entry.externalId);
    const here = before && byId.get(before.localId);
    if (before && here) {
      ids.set(entry.externalId, Number(here.id));
      slugs.set(entry.externalId, here.slug);
      if (before.digest === entry.digest) count(report.unchanged, kind);
      else {
        count(report.updated, kind);
        if (!dryRun) {
          await sql`update ${sql(kind)} set ${sql({ name: entry.name, ...entry.rest })} where id = ${here.id}`;
          await sql`update imported set digest = ${entry.digest}, imported_at = now()
            where origin = ${found.origin} and kind = ${kind} and external_id = ${entry.externalId}`;
        }
      }
      continue;
    }
    const same = bySlug.get(entry.slug);
    const shared = same !== undefined && (kind !== 'author' || same.name === entry.name) ? same : undefined;
    count(shared ? report.unchanged : report.created, kind);
    const slug = shared?.slug ?? freeSlug(entry.slug, { has: (taken) => bySlug.has(taken), add: () => {} });
    slugs.set(entry.externalId, slug);
    if (dryRun) {
      bySlug.set(slug, { id: '0', slug, name: entry.name });
      continue;
    }
    const [row] = shared
      ? [shared]
      : await sql<{ id: string; slug: string; name: string }[]>`
          insert into ${sql(kind)} ${sql({ slug, name: entry.name, ...entry.rest })} returning id, slug, name`;
    if (!row) continue;
    if (!shared) created.add(entry.externalId);
    bySlug.set(slug, row);
    byId.set(row.id, row);
    ids.set(entry.externalId, Number(row.id));
    await sql`insert into imported (origin, kind, external_id, local_id, digest)
      values (${found.origin}, ${kind}, ${entry.externalId}, ${row.id}, ${entry.digest})
      on conflict (origin, kind, external_id) do update set local_id = excluded.local_id, digest = excluded.digest`;
  }
  return { ids, slugs, created };
}

async function setParents(
  sql: TransactionSql,
  found: Survey,
  ids: ReadonlyMap<string, number>,
  created: ReadonlySet<string>,
) {
  for (const term of found.sections.values()) {
    const id = ids.get(term.slug);
    const parent = ids.get(term.parent);
    if (id === undefined || parent === undefined || parent === id || !created.has(term.slug)) continue;
    await sql`update section set parent_id = ${parent} where id = ${id}`;
  }
}

/** The old archives of sections, tags and authors lead to the new ones. */
export function addArchives(
  addresses: Addresses,
  found: Survey,
  slugs: Record<Kind, ReadonlyMap<string, string>>,
): [string, string][] {
  const redirects: [string, string][] = [];
  const add = (forms: string[], target: string): void => {
    addresses.add(forms, target);
    for (const form of forms) if (form !== target) redirects.push([form, target]);
  };
  if (found.own) return found.redirects;
  for (const [key, slug] of slugs.section) {
    const names = [key];
    const seen = new Set(names);
    for (
      let parent = found.sections.get(key)?.parent;
      parent && !seen.has(parent);
      parent = found.sections.get(parent)?.parent
    ) {
      names.unshift(parent);
      seen.add(parent);
    }
    const forms = [...new Set([names.join('/'), key])].map((path) => addresses.archive('category', path));
    add(forms, `/sections/${slug}`);
  }
  for (const [key, slug] of slugs.tag) if (found.tags.has(key)) add([addresses.archive('tag', key)], `/tags/${slug}`);
  for (const [login, slug] of slugs.author) {
    if (!login.includes('@'))
      add([addresses.archive('author', login.toLowerCase().replace(/[^a-z0-9_.-]+/g, '-'))], `/authors/${slug}`);
  }
  return redirects;
}
