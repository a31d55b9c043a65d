import { CardDeck, CardHeadline, CardMeta, CardPicture } from '#components/article/card';
import { Link } from '#components/ui/link';
import type { CardView, SectionView } from '#features/articles/schema';
import { sectionPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

type Props = {
  section: SectionView;
  cards: CardView[];
  edition: Edition /** How it stands in its row; see `front-sections.tsx`. */;
  variant: 'wide' | 'mirrored' | 'pair' | 'beside' | 'trio';
};

/** A section on the front page: its name, one story with a picture, the rest as headlines. */
export function SectionBlock({ section, cards, edition, variant }: Props) {
  const feature = cards.find((card) => card.picture) ?? cards[0];
  if (!feature) return null;
  const others = cards.filter((card) => card !== feature).slice(0, variant === 'trio' ? 3 : 4);
  const id = `section-${section.slug}`;
  return (
    <section className={`section-block is-${variant}`} aria-labelledby={id}>
      <header>
        <h2 id={id} dir="auto">
          <Link href={sectionPath(section.slug)}>{section.name}</Link>
        </h2>
        {section.description && <p dir="auto">{section.description}</p>}
      </header>
      <div className="section-feature card">
        <CardPicture card={feature} sizes="(min-width: 68rem) 34rem, 100vw" />
        <div className="card-words">
          <CardHeadline card={feature} />
          <CardDeck card={feature} />
          <CardMeta card={feature} edition={edition} />
        </div>
      </div>
      {others.length > 0 && (
        <ul className="section-others">
          {others.map((card) => (
            <li key={card.id} className="card">
              <CardHeadline card={card} />
              {(variant === 'wide' || variant === 'mirrored') && <CardDeck card={card} />}
              <CardMeta card={card} edition={edition} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
