import { and, eq, inArray, sql } from 'drizzle-orm';
import { db } from '#db/client';
import { article, author, file, previewLink, section } from '#db/schema/index';
import { focusesIn } from '#features/articles/queries';
import type { ArticleView } from '#features/articles/schema';
import { addressOfFile } from '#features/files/schema';
import { focusOf } from '#features/media/queries';
import type { Actor } from '#lib/actor';
import { countWords, documentText, readingMinutes } from '#lib/document/text';
import { PersonError } from '#lib/errors';
import { slugOf } from '#lib/slugs';
import { hashOfToken } from './beside.ts';
import { copyOf } from './drafts.ts';
import { canOpen } from './policy.ts';
import type { PreviewView } from './schema.ts';
import { type ArticleRow, newestRevision, pieceOf, requireArticle } from './store.ts';

/** The newest text of an article, by a link that somebody was given; null where it is wrong, over or taken back. */
export async function getPreview(token: string): Promise<PreviewView | null> {
  const [found] = await db
    .select({ row: article, expiresAt: previewLink.expiresAt })
    .from(previewLink)
    .innerJoin(article, eq(article.id, previewLink.articleId))
    .where(
      and(
        eq(previewLink.tokenHash, hashOfToken(token.slice(0, 100))),
        sql`${previewLink.revokedAt} is null and ${previewLink.expiresAt} > now()`,
      ),
    );
  return found ? { article: await viewOf(found.row), expiresAt: found.expiresAt.toISOString() } : null;
}

/** The same for who may open it in the newsroom. */
export async function previewForDesk({ actor, id }: { actor: Actor; id: number }): Promise<PreviewView> {
  const row = await requireArticle({ id });
  if (!canOpen(actor, await pieceOf(row)))
    throw new PersonError('refused', 'Only its writer and editors may open this article.');
  return { article: await viewOf(row), expiresAt: null };
}

/** The newest text as readers would see it if it were published now. */
async function viewOf(row: ArticleRow): Promise<ArticleView> {
  const { fields, body } = await copyOf(row, await newestRevision(row.id));
  const { lead, source } = fields;
  const [[place], authors, [picture]] = await Promise.all([
    fields.sectionId === null ? [] : db.select().from(section).where(eq(section.id, fields.sectionId)),
    fields.bylines.length === 0 ? [] : db.select().from(author).where(inArray(author.id, fields.bylines)),
    lead === null ? [] : db.select().from(file).where(eq(file.id, lead.fileId)),
  ]);
  authors.sort((a, b) => fields.bylines.indexOf(a.id) - fields.bylines.indexOf(b.id));
  const words = countWords(documentText(body), fields.language || 'en');
  const focuses = await focusesIn(body);
  return {
    id: row.id,
    kind: row.kind,
    slug: row.slug,
    headline: fields.headline,
    deck: fields.deck,
    excerpt: fields.excerpt,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt?.toISOString() ?? null,
    language: fields.language || null,
    section: place ? { slug: place.slug, name: place.name } : null,
    bylines: authors.map(({ slug, name }) => ({ slug, name })),
    authors: authors.map(({ slug, name, kind, bio, link }) => ({ slug, name, kind, bio, link })),
    tags: fields.tags.map((name) => ({ slug: slugOf(name), name })),
    picture:
      lead && picture?.width && picture.height
        ? {
            ...lead,
            src: addressOfFile(picture),
            width: picture.width,
            height: picture.height,
            focus: focusOf(picture),
          }
        : null,
    source: source?.name
      ? {
          ...source,
          url: source.url || null,
          author: source.author || null,
          licence: source.licence || null,
        }
      : null,
    corrections: [],
    readingTime: readingMinutes(words),
    responses: 0,
    body,
    ...(focuses && { focuses }),
    words,
    commentsOpen: fields.commentPolicy !== 'closed',
    pingsOpen: fields.pingPolicy === 'open',
  };
}
