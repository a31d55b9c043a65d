import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { and, asc, isNull, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { author, embed, file, redirect, section, tag } from '#db/schema/index';
import { addressOfFile } from '#features/files/schema';
import { getSettings } from '#features/settings/queries';
import { siteUrl } from '#lib/env';
import { escapeXml } from '#lib/html';
import { storage } from '#lib/storage';
import { articleItems, countArticles, lastArticleId } from './items.ts';
import { element, fileItem } from './wxr.ts';

export type ExportInput = {
  /** Gets the export piece by piece, and is waited for. */
  write: (text: string) => Promise<void> | void;
  /** A folder that gets a copy of every stored file, for `import --media`. */
  media?: string;
  onProgress?: (done: number, total: number) => void;
};

export type ExportReport = { articles: number; pages: number; files: number; responses: number };

/**
 * Writes the whole publication as WXR 1.2: what WordPress's importer takes, with what only we know in post meta named
 * `_broadsheet_…`, so that `importWxr` makes the same site of it. Never more than a hundred articles are held.
 */
export async function exportWxr(input: ExportInput): Promise<ExportReport> {
  const site = siteUrl();
  const report: ExportReport = { articles: 0, pages: 0, files: 0, responses: 0 };
  await input.write(await header(site));
  const attachments = await writeFiles(input, site, report);
  const total = await countArticles();
  for await (const { xml, kind, responses } of articleItems(site, attachments)) {
    await input.write(xml);
    report[kind === 'page' ? 'pages' : 'articles'] += 1;
    report.responses += responses;
    input.onProgress?.(report.articles + report.pages, total);
  }
  await input.write('</channel>\n</rss>\n');
  return report;
}

async function header(site: string): Promise<string> {
  const settings = await getSettings();
  const sections = await db.select().from(section).orderBy(asc(section.id));
  const slugs = new Map(sections.map((row) => [row.id, row.slug]));
  const parts = [
    `<?xml version="1.0" encoding="UTF-8" ?>
<!-- An export of a publication made with Broadsheet. WordPress takes it under Tools, Import, WordPress. -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:broadsheet="https://broadsheet.invalid/export/1/">
<channel>
<title>${escapeXml(settings.name)}</title>
<link>${escapeXml(site)}</link>
<description>${escapeXml(settings.tagline)}</description>
<pubDate>${new Date().toUTCString()}</pubDate>
<language>${escapeXml(settings.language)}</language>
<generator>Broadsheet</generator>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>${escapeXml(site)}</wp:base_site_url>
<wp:base_blog_url>${escapeXml(site)}</wp:base_blog_url>
`,
  ];
  for (const row of await db.select().from(author).orderBy(asc(author.id))) {
    parts.push(
      element('wp:author', [
        ['wp:author_id', row.id],
        ['wp:author_login', row.slug],
        ['wp:author_email', ''],
        ['wp:author_display_name', row.name],
        ['wp:author_first_name', ''],
        ['wp:author_last_name', ''],
        ['broadsheet:author_description', row.bio],
        ['broadsheet:author_kind', row.kind],
        ['broadsheet:author_link', row.link ?? ''],
      ]),
    );
  }
  for (const row of sections) {
    parts.push(
      element('wp:category', [
        ['wp:term_id', row.id],
        ['wp:category_nicename', row.slug],
        ['wp:category_parent', row.parentId === null ? '' : (slugs.get(row.parentId) ?? '')],
        ['wp:cat_name', row.name],
        ['wp:category_description', row.description],
        ['broadsheet:position', row.position ?? ''],
      ]),
    );
  }
  for (const row of await db.select().from(tag).orderBy(asc(tag.id))) {
    parts.push(
      element('wp:tag', [
        ['wp:term_id', 1_000_000 + row.id],
        ['wp:tag_slug', row.slug],
        ['wp:tag_name', row.name],
        ['wp:tag_description', row.description],
      ]),
    );
  }
  for (const row of await db.select().from(redirect).orderBy(asc(redirect.path))) {
    parts.push(
      `<broadsheet:redirect>${element('broadsheet:path', row.path)}${element('broadsheet:target', row.target)}</broadsheet:redirect>\n`,
    );
  }
  return parts.join('');
}

/** Files as WordPress's attachments; the numbers they get follow those of the articles. */
async function writeFiles(input: ExportInput, site: string, report: ExportReport): Promise<Map<string, number>> {
  const numbers = new Map<string, number>();
  let number = await lastArticleId();
  for (const row of await db
    .select()
    .from(file)
    // Stills of other services are asked for again where their addresses go.
    .where(
      and(isNull(file.attachmentId), sql`not exists (select 1 from ${embed} where ${embed.posterId} = ${file.id})`),
    )
    .orderBy(asc(file.createdAt), asc(file.id))) {
    numbers.set(row.id, ++number);
    await input.write(fileItem(row, number, site));
    report.files += 1;
    if (input.media === undefined) continue;
    const path = join(input.media, decodeURIComponent(addressOfFile(row)));
    await mkdir(dirname(path), { recursive: true });
    if ((await storage().size(row.key)) !== null) await pipeline(storage().open(row.key), createWriteStream(path));
  }
  return numbers;
}
