import { Link } from '#components/ui/link';
import { Markup } from '#components/ui/markup';
import { Picture } from '#components/ui/picture';
import type { ArticleView, PictureView } from '#features/articles/schema';
import { authorPath, changesPath, sectionPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { newsroomTextsFor } from '#messages/newsroom';
import { interfaceLanguage } from './card.tsx';

/** Section, headline, deck, bylines, dates. */
export function ArticleHeader({ article, edition }: { article: ArticleView; edition: Edition }) {
  const { t, format } = edition;
  const updated = article.updatedAt !== null && article.updatedAt !== article.publishedAt ? article.updatedAt : null;
  return (
    <Markup as="header" className="article-header">
      {article.section && (
        <p className="kicker">
          <Link href={sectionPath(article.section.slug)}>{article.section.name}</Link>
        </p>
      )}
      <h1>{article.headline}</h1>
      {article.deck && <p className="deck">{article.deck}</p>}
      <div className="meta" {...interfaceLanguage(article, edition)}>
        <Bylines article={article} edition={edition} />
        {article.publishedAt && article.kind === 'article' && (
          <p dir="auto">
            <span className="meta-label">{t.published}</span>{' '}
            <time dateTime={article.publishedAt}>{format.dateTime(article.publishedAt)}</time>
          </p>
        )}
        {updated && (
          <p dir="auto">
            <span className="meta-label">{t.updated}</span> <time dateTime={updated}>{format.dateTime(updated)}</time>
            {article.showsChanges && (
              <>
                {' '}
                <Link href={changesPath(article.slug)}>{newsroomTextsFor(edition.language).changesLink}</Link>
              </>
            )}
          </p>
        )}
        {article.kind === 'article' && article.body && (
          <p dir="auto">{t.minutesToRead(format.number(article.readingTime))}</p>
        )}
      </div>
    </Markup>
  );
}

function Bylines({ article, edition: { t, format } }: { article: ArticleView; edition: Edition }) {
  if (article.authors.length === 0) return null;
  const names = article.authors.map((author) => author.name);
  // The sentence of the language around a mark, and the linked names in the mark's place.
  const [before, after] = t.by('\u0000').split('\u0000');
  let at = 0;
  return (
    <p className="bylines" dir="auto">
      {before}
      {format.listParts(names).map((part) => {
        if (part.type === 'literal') return part.value;
        const author = article.authors[at++];
        return (
          <Link key={author?.slug} href={authorPath(author?.slug ?? '')} rel="author">
            {part.value}
          </Link>
        );
      })}
      {after}
    </p>
  );
}

export function LeadPicture({ picture }: { picture: PictureView }) {
  const { caption, credit, ...image } = picture;
  return (
    <figure className="lead-picture">
      <Picture {...image} sizes="(min-width: 76rem) 68rem, 100vw" priority />
      {(caption || credit) && (
        <figcaption>
          {caption} {credit && <span className="credit">{credit}</span>}
        </figcaption>
      )}
    </figure>
  );
}
