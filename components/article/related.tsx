import { Link } from '#components/ui/link';
import { Markup } from '#components/ui/markup';
import type { CardView } from '#features/articles/schema';
import { articlePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { CardHeadline, CardMeta, CardPicture, languageOf } from './card.tsx';

export function Related({ cards, edition }: { cards: CardView[]; edition: Edition }) {
  const { t } = edition;
  if (cards.length === 0) return null;
  return (
    <Markup as="section" className="related" aria-labelledby="related">
      <h2 id="related">{t.related}</h2>
      <ul>
        {cards.map((card) => (
          <li key={card.id} className="card">
            <CardPicture card={card} sizes="(min-width: 60rem) 22rem, (min-width: 40rem) 45vw, 30vw" />
            <div className="card-words">
              <CardHeadline card={card} />
              <CardMeta card={card} edition={edition} />
              {card.excerpt && (
                <p className="card-excerpt" {...languageOf(card)}>
                  {card.excerpt}
                </p>
              )}
              <Link className="read-more" href={articlePath(card.slug)}>
                {t.readMore}
                <span className="sr-only">{t.readMoreOf(card.headline)}</span>
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </Markup>
  );
}
