import type { ReactNode } from 'react';
import type { ArticleView } from '#features/articles/schema';
import type { Edition } from '#messages/edition';
import { ArticleEnd } from './article-end.tsx';
import { ArticleHeader, LeadPicture } from './article-header.tsx';
import { languageOf } from './card.tsx';
import { Document } from './document.tsx';

/** An article or page from its section to its tags; `children` follow it. */
export function ArticlePage({ article, edition, children }: { article: ArticleView; edition: Edition; children?: ReactNode }) {
  return (
    <main id="content">
      <article className={article.kind === 'page' ? 'article is-page' : 'article'} {...languageOf(article)}>
        <ArticleHeader article={article} edition={edition} />
        {article.picture && <LeadPicture picture={article.picture} edition={edition} />}
        <div className="document">
          {article.body ? <Document body={article.body} edition={edition} /> : <ProtectedNotice edition={edition} />}
        </div>
        <div className="article-end">
          <ArticleEnd article={article} edition={edition} />
        </div>
      </article>
      {children}
    </main>
  );
}

function ProtectedNotice({ edition: { t } }: { edition: Edition }) {
  return (
    <section className="protected" aria-labelledby="protected">
      <h2 id="protected">{t.protectedTitle}</h2>
      <p>{t.protectedText}</p>
    </section>
  );
}
