import type { ReactNode } from 'react';
import { PlayersScript } from '#components/embed/players-script';
import { Markup } from '#components/ui/markup';
import type { ArticleView } from '#features/articles/schema';
import type { Edition } from '#messages/edition';
import { ArticleEnd } from './article-end.tsx';
import { ArticleHeader, LeadPicture } from './article-header.tsx';
import { interfaceLanguage, languageOf } from './card.tsx';
import { Document } from './document.tsx';
import { UnlockForm } from './unlock-form.tsx';

/** An article or page from its section to its tags and what `end` brings; `children` follow it. */
type Props = { article: ArticleView; edition: Edition; end?: ReactNode; children?: ReactNode };

export function ArticlePage({ article, edition, end, children }: Props) {
  return (
    <main id="content">
      <article className={article.kind === 'page' ? 'article is-page' : 'article'} {...languageOf(article)}>
        <ArticleHeader article={article} edition={edition} />
        {article.picture && <LeadPicture picture={article.picture} />}
        {article.body ? (
          <Markup as="div" className="document">
            <Document
              body={article.body}
              edition={article.focuses ? { ...edition, focuses: article.focuses } : edition}
            />
          </Markup>
        ) : (
          <div className="document">
            <Protected article={article} edition={edition} />
          </div>
        )}
        <Markup as="div" className="article-end" {...interfaceLanguage(article, edition)}>
          <ArticleEnd article={article} edition={edition} />
          {end}
          <PlayersScript edition={edition} />
        </Markup>
      </article>
      {children}
    </main>
  );
}

function Protected({ article: { kind, slug }, edition: { t } }: { article: ArticleView; edition: Edition }) {
  const { protectedTitle, protectedText, passwordLabel, unlock } = t;
  return <UnlockForm kind={kind} slug={slug} texts={{ protectedTitle, protectedText, passwordLabel, unlock }} />;
}
