import { cacheTags } from '#lib/cache-tags';
import { sharePicture } from '../_metadata/share-picture.tsx';
import { cachedArticle } from './articles.ts';
import { getEdition } from './edition.ts';
import { keepUntilChanged } from './life.ts';

/** The picture other sites show with an article, as PNG; null without the article. Drawn once: it takes a tenth of a second. */
export async function cachedArticlePicture(slug: string): Promise<ArrayBuffer | null> {
  'use cache';
  await keepUntilChanged(cacheTags.article(slug), cacheTags.settings);
  const [article, { settings, edition }] = await Promise.all([cachedArticle(slug), getEdition()]);
  if (!article) return null;
  const { t, format } = edition;
  const names = article.bylines.map((byline) => byline.name);
  return sharePicture({
    name: settings.name,
    accent: settings.accent,
    kicker: article.section?.name ?? '',
    headline: article.headline,
    line: article.source ? t.from(article.source.name) : names.length > 0 ? t.by(format.list(names)) : '',
  });
}

/** The same for pages that are no article. */
export async function cachedSitePicture(): Promise<ArrayBuffer> {
  'use cache';
  await keepUntilChanged(cacheTags.settings);
  const { settings } = await getEdition();
  const { name, accent, tagline } = settings;
  return sharePicture({ name, accent, kicker: '', headline: tagline || name, line: '' });
}
