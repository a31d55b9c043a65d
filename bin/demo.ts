import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import sharp from 'sharp';
import { z } from 'zod';
import { db, type Queryable } from '#db/client';
import { expireTags } from '#db/expiry';
import * as table from '#db/schema/index';
import { requireEmbeds } from '#features/embeds/commands';
import { storeFile } from '#features/files/commands';
import { cacheTags } from '#lib/cache-tags';
import { documentFromHtml, type ResolvedFile } from '#lib/document/from-html';
import { type DocumentNode, documentVersion } from '#lib/document/schema';
import { countWords, documentText } from '#lib/document/text';

/*
 * The demo publication: articles about publishing on the web, written as HTML with a JSON head in `db/seed`.
 * Its rows are recorded as imported from `demo`, so that `npm run import -- FILE --replace-demo` finds them.
 */
const seedFolder = join(import.meta.dirname, '../db/seed');
const origin = 'demo';

type Response = {
  kind?: 'comment' | 'trackback' | 'pingback' | 'webmention' | undefined;
  name: string;
  url?: string | undefined;
  title?: string | undefined;
  daysAgo: number;
  body: string;
  replies?: Response[] | undefined;
};

const ResponseShape: z.ZodType<Response> = z.strictObject({
  kind: z.enum(['comment', 'trackback', 'pingback', 'webmention']).optional(),
  name: z.string(),
  url: z.string().optional(),
  title: z.string().optional(),
  daysAgo: z.number(),
  body: z.string(),
  replies: z.lazy(() => z.array(ResponseShape)).optional(),
});

const HeadShape = z.strictObject({
  headline: z.string(),
  deck: z.string().default(''),
  excerpt: z.string().default(''),
  section: z.string().optional(),
  tags: z.array(z.string()).default([]),
  bylines: z.array(z.string()).default([]),
  daysAgo: z.number().default(90),
  pinned: z.boolean().default(false),
  lead: z
    .strictObject({
      file: z.string(),
      alt: z.string(),
      caption: z.string().default(''),
      credit: z.string().default(''),
    })
    .optional(),
  source: z
    .strictObject({
      name: z.string(),
      url: z.string().nullable().default(null),
      author: z.string().nullable().default(null),
      publishedAt: z.coerce.date().nullable().default(null),
      licence: z.string().nullable().default(null),
      policy: z.enum(['canonical', 'noindex']).default('canonical'),
    })
    .optional(),
  corrections: z.array(z.strictObject({ daysAgo: z.number(), text: z.string() })).default([]),
  comments: z.enum(['open', 'closed']).default('open'),
  responses: z.array(ResponseShape).default([]),
});

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

/** Seeds the demo into a database that has no article and never had the demo. Whole or not at all. */
export async function seedDemoOnce(log: (message: string) => void): Promise<void> {
  const [found] = await db.execute<{ busy: boolean }>(sql`
    select exists (select 1 from ${table.article}) or exists (select 1 from ${table.setting} where key = 'demo.seeded') as busy`);
  if (found?.busy) return;
  log('Seeding the demo publication …');
  await db.transaction(async (tx) => {
    await tx.insert(table.setting).values({ key: 'demo.seeded', value: readJson('articles/site.json') });
    const seeding = new Seeding(tx);
    await seeding.run();
    await requireEmbeds(tx, seeding.bodies, { later: true });
    await expireTags(tx, [cacheTags.everything]);
  });
}

class Seeding {
  readonly #now = Date.now();
  readonly #sections = new Map<string, number>();
  readonly #tags = new Map<string, number>();
  readonly #authors = new Map<string, number>();
  readonly #pictures = new Map<string, ResolvedFile>();
  readonly #tx: Queryable;
  readonly bodies: DocumentNode[] = [];

  constructor(tx: Queryable) {
    this.#tx = tx;
  }

  async run(): Promise<void> {
    const site = z.strictObject({ name: z.string(), tagline: z.string() }).parse(readJson('articles/site.json'));
    for (const [key, value] of Object.entries(site))
      await this.#tx.insert(table.setting).values({ key, value }).onConflictDoNothing();
    const sections = z
      .array(z.strictObject({ slug: z.string(), name: z.string(), description: z.string() }))
      .parse(readJson('articles/sections.json'));
    for (const [position, section] of sections.entries()) {
      const id = await this.#insert(table.section, 'section', { ...section, position });
      this.#sections.set(section.slug, id);
    }
    for (const kind of ['article', 'page'] as const) {
      const folder = join(seedFolder, `${kind}s`);
      const names = readdirSync(folder).filter((name) => name.endsWith('.html'));
      for (const name of names.sort()) {
        const slug = name.replace(/\.html$/, '').replace(/^\d+-/, '');
        await this.#story(kind, slug, readFileSync(join(folder, name), 'utf8'), name);
      }
    }
  }

  async #story(kind: 'article' | 'page', slug: string, text: string, name: string): Promise<void> {
    const [, head, html] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
    if (head === undefined || html === undefined) throw new Error(`db/seed/${kind}s/${name} has no head.`);
    const meta = HeadShape.parse(JSON.parse(head));
    for (const [, file = ''] of html.matchAll(/src="pictures\/([^"]+)"/g)) await this.#picture(file);
    const lead = meta.lead ? await this.#picture(meta.lead.file) : null;
    const body = documentFromHtml(html, {
      resolvePicture: (url) => this.#pictures.get(url.replace(/^.*pictures\//, '')) ?? null,
    });
    const publishedAt = this.#at(meta.daysAgo);
    const id = await this.#insert(table.article, kind, {
      kind,
      slug,
      headline: meta.headline,
      deck: meta.deck,
      excerpt: meta.excerpt,
      sectionId: meta.section === undefined ? null : (this.#sections.get(meta.section) ?? null),
      status: 'published' as const,
      publishedAt,
      updatedAt:
        meta.corrections.length > 0 ? this.#at(Math.min(...meta.corrections.map(({ daysAgo }) => daysAgo))) : null,
      pinnedAt: meta.pinned ? publishedAt : null,
      leadFileId: lead?.fileId ?? null,
      leadAlt: meta.lead?.alt ?? '',
      leadCaption: meta.lead?.caption ?? '',
      leadCredit: meta.lead?.credit ?? '',
      commentPolicy: meta.comments,
      pingPolicy: meta.comments,
      sourceName: meta.source?.name ?? null,
      sourceUrl: meta.source?.url ?? null,
      sourceAuthor: meta.source?.author ?? null,
      sourcePublishedAt: meta.source?.publishedAt ?? null,
      sourceLicence: meta.source?.licence ?? null,
      sourcePolicy: meta.source?.policy ?? null,
      sourceRetrievedAt: meta.source ? publishedAt : null,
      words: countWords(documentText(body), 'en'),
      createdAt: publishedAt,
      savedAt: publishedAt,
    });
    this.bodies.push(body);
    const [revision] = await this.#tx
      .insert(table.revision)
      .values({
        articleId: id,
        version: 1,
        headline: meta.headline,
        deck: meta.deck,
        body,
        bodyVersion: documentVersion,
        createdAt: publishedAt,
        publishedAt,
      })
      .returning({ id: table.revision.id });
    await this.#tx
      .update(table.article)
      .set({ revisionId: revision?.id ?? null })
      .where(sql`${table.article.id} = ${id}`);
    for (const label of meta.tags)
      await this.#tx.insert(table.articleTag).values({ articleId: id, tagId: await this.#tag(label) });
    for (const [position, label] of meta.bylines.entries()) {
      await this.#tx.insert(table.byline).values({ articleId: id, authorId: await this.#author(label), position });
    }
    for (const { daysAgo, text: note } of meta.corrections) {
      await this.#tx.insert(table.correction).values({ articleId: id, at: this.#at(daysAgo), text: note });
    }
    await this.#responses(id, meta.responses, null);
  }

  async #responses(articleId: number, responses: Response[], parentId: number | null): Promise<void> {
    for (const response of responses) {
      const at = this.#at(response.daysAgo);
      const [row] = await this.#tx
        .insert(table.response)
        .values({
          articleId,
          parentId,
          kind: response.kind ?? 'comment',
          guestName: response.name,
          guestLink: response.url ?? null,
          body: documentFromHtml(response.body, { comment: true }),
          createdAt: at,
          approvedAt: at,
        })
        .returning({ id: table.response.id });
      if (!row) continue;
      if (response.kind !== undefined && response.kind !== 'comment' && response.url !== undefined) {
        await this.#tx
          .insert(table.linkback)
          .values({ responseId: row.id, sourceUrl: response.url, sourceTitle: response.title ?? '' });
      }
      await this.#responses(articleId, response.replies ?? [], row.id);
    }
  }

  /** Drawings are kept as SVG in the repository and stored as WebP, which every browser and feed reader shows. */
  async #picture(name: string): Promise<ResolvedFile> {
    const known = this.#pictures.get(name);
    if (known) return known;
    const bytes = await sharp(join(seedFolder, 'pictures', name), { density: 96 })
      .resize({ width: 1600 })
      .webp({ quality: 82 })
      .toBuffer();
    const stored = await storeFile({ name: name.replace(/\.svg$/, '.webp'), bytes, on: this.#tx });
    await this.#record('file', stored.id);
    const file: ResolvedFile = {
      fileId: stored.id,
      src: stored.src,
      width: stored.width,
      height: stored.height,
      alt: '',
    };
    this.#pictures.set(name, file);
    return file;
  }

  async #tag(name: string): Promise<number> {
    const known = this.#tags.get(name);
    if (known !== undefined) return known;
    const id = await this.#insert(table.tag, 'tag', { slug: slugOf(name), name });
    this.#tags.set(name, id);
    return id;
  }

  async #author(name: string): Promise<number> {
    const known = this.#authors.get(name);
    if (known !== undefined) return known;
    const id = await this.#insert(table.author, 'author', { slug: slugOf(name), name, kind: 'desk' as const });
    this.#authors.set(name, id);
    return id;
  }

  async #insert<T extends typeof table.section | typeof table.tag | typeof table.author | typeof table.article>(
    into: T,
    kind: string,
    values: T['$inferInsert'],
  ): Promise<number> {
    const rows = (await this.#tx
      .insert(into)
      .values(values as never)
      .returning({ id: into.id })) as { id: number }[];
    const id = rows[0]?.id;
    if (id === undefined) throw new Error(`No ${kind} was inserted.`);
    await this.#record(kind, String(id));
    return id;
  }

  async #record(kind: string, localId: string): Promise<void> {
    await this.#tx.insert(table.imported).values({ origin, kind, externalId: localId, localId, digest: '' });
  }

  #at(daysAgo: number): Date {
    return new Date(this.#now - daysAgo * 86_400_000);
  }
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(seedFolder, path), 'utf8'));
