import { Link } from '#components/ui/link';
import { countingPath, statsPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { LiveHits } from './live-hits.tsx';

type Props = { article: { id: number; slug: string }; total: number; edition: Edition; language: string };

/** "Hits: 140", linked to how they are counted, and the way to the last thirty days. */
export function Hits({ article, total, edition: { t, format }, language }: Props) {
  // The sentence of the language around a mark, and the number that changes in the mark's place.
  const [before, after] = t.hits('\u0000').split('\u0000');
  return (
    <p className="hits">
      <Link href={countingPath} title={t.howCounted}>
        {before}
        <LiveHits articleId={article.id} hits={format.number(total)} language={language} />
        {after}
      </Link>
      <Link href={statsPath(article.slug)}>{t.lastThirtyDays}</Link>
    </p>
  );
}
