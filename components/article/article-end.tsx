import { Link } from '#components/ui/link';
import type { ArticleView, CorrectionView, SourceView, TagView } from '#features/articles/schema';
import { correctionsPath, tagPath } from '#lib/addresses';
import { safeUrl } from '#lib/document/schema';
import type { Edition } from '#messages/edition';
import { newsroomTextsFor } from '#messages/newsroom';

/** What stands under the body: where it came from, what was put right, what it is about. */
export function ArticleEnd({ article, edition }: { article: ArticleView; edition: Edition }) {
  return (
    <>
      {article.source && <SourceLine source={article.source} edition={edition} />}
      {article.corrections.length > 0 && <Corrections corrections={article.corrections} edition={edition} />}
      {article.tags.length > 0 && <Tags tags={article.tags} edition={edition} />}
    </>
  );
}

/** "Source: NAME — first published there on DATE", and the licence under which it stands here. */
function SourceLine({ source, edition: { t, format } }: { source: SourceView; edition: Edition }) {
  const url = safeUrl(source.url ?? '');
  const licence = source.licence && /^https?:\/\//.test(source.licence) ? source.licence : null;
  return (
    <p className="source-line" dir="auto">
      {t.sourceLine}{' '}
      {url ? (
        <a href={url} rel="noopener external">
          {source.name}
        </a>
      ) : (
        <b>{source.name}</b>
      )}
      {source.author && `, ${t.sourceAuthor(source.author)}`} —{' '}
      {source.publishedAt ? (
        <time dateTime={source.publishedAt}>{t.firstPublished(format.date(source.publishedAt))}</time>
      ) : (
        t.firstPublishedUndated
      )}
      .
      {source.licence && (
        <>
          {' '}
          {licence ? (
            <a href={licence} rel="license noopener">
              {t.licence(licence.replace(/^https?:\/\//, ''))}
            </a>
          ) : (
            t.licence(source.licence)
          )}
        </>
      )}
    </p>
  );
}

function Corrections({
  corrections,
  edition: { t, format, language },
}: {
  corrections: CorrectionView[];
  edition: Edition;
}) {
  return (
    <section className="corrections" aria-labelledby="corrections">
      <h2 id="corrections">{t.corrections}</h2>
      <dl>
        {corrections.map((correction) => (
          <div key={correction.at + correction.text}>
            <dt dir="auto">
              {correction.mistake ? t.correction : t.update},{' '}
              <time dateTime={correction.at}>{format.dateTime(correction.at)}</time>
            </dt>
            <dd dir="auto">{correction.text}</dd>
          </div>
        ))}
      </dl>
      <p className="corrections-all">
        <Link href={correctionsPath}>{newsroomTextsFor(language).correctionsAll}</Link>
      </p>
    </section>
  );
}

function Tags({ tags, edition: { t } }: { tags: TagView[]; edition: Edition }) {
  return (
    <nav className="tags" aria-labelledby="tags">
      <h2 id="tags">{t.tags}</h2>
      <ul>
        {tags.map((tag) => (
          <li key={tag.slug}>
            <Link href={tagPath(tag.slug)} rel="tag">
              {tag.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
