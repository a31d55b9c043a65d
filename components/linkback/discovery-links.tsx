import type { ArticleView } from '#features/articles/schema';
import type { Settings } from '#features/settings/schema';
import { pingbackPath, webmentionPath } from '#lib/addresses';

type Props = { article: ArticleView; settings: Settings; site: string };

/** Where other sites say that they link to an article, as their software looks for it; React puts it into the head. */
export function DiscoveryLinks({ article, settings, site }: Props) {
  if (!article.pingsOpen || article.body === null || settings.readOnly) return null;
  return (
    <>
      {settings.receiveWebmentions && <link rel="webmention" href={site + webmentionPath} />}
      {settings.receivePingbacks && <link rel="pingback" href={site + pingbackPath} />}
    </>
  );
}
