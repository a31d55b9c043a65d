import { countHitAction } from '#app/_actions/views';
import { Link } from '#components/ui/link';
import { countingPath, statsPath } from '#lib/addresses';
import { scriptJson } from '#lib/html';
import type { Edition } from '#messages/edition';
import { countHit } from './count-hit.ts';

type Props = { article: { id: number; slug: string }; total: number; edition: Edition; language: string };

/** "Hits: 140", linked to how they are counted, and the way to the last thirty days. */
export function Hits({ article, total, edition: { t, format }, language }: Props) {
  // The sentence of the language around a mark, and the number that changes in the mark's place.
  const [before, after] = t.hits('\u0000').split('\u0000');
  return (
    <p className="hits">
      <Link href={countingPath} title={t.howCounted}>
        {before}
        {/* Live by the time React may look at it. */}
        <span className="hits-number" suppressHydrationWarning>
          {format.number(total)}
        </span>
        {after}
      </Link>
      <Link href={statsPath(article.slug)}>{t.lastThirtyDays}</Link>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a function of ours, and arguments as escaped JSON. */}
      <script dangerouslySetInnerHTML={{ __html: countingScript(article.id, language) }} />
    </p>
  );
}

function countingScript(articleId: number, language: string): string {
  // What the compiler made of the action: a reference by which browsers call it.
  const { $$id: action } = countHitAction as typeof countHitAction & { $$id?: string };
  return action === undefined ? '' : `(${countHit})(${[action, articleId, language].map(scriptJson).join()})`;
}
