import type { ReactNode } from 'react';
import { CardDeck, CardHeadline, CardMeta, CardPicture } from '#components/article/card';
import { Link } from '#components/ui/link';
import type { CardView } from '#features/articles/schema';
import { archivePath, sectionPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

type StoryProps = { card: CardView; edition: Edition };

function Kicker({ card }: { card: CardView }) {
  if (!card.section) return null;
  return (
    <p className="kicker">
      <Link href={sectionPath(card.section.slug)}>{card.section.name}</Link>
    </p>
  );
}

/** The largest story. `sizes`: how wide its picture stands. */
export function Lead({ card, edition, sizes }: StoryProps & { sizes: string }) {
  const { t, format } = edition;
  return (
    <div className="front-lead card">
      <CardPicture card={card} sizes={sizes} priority />
      <div className="card-words">
        <Kicker card={card} />
        <CardHeadline card={card} level={2} />
        <CardDeck card={card} />
        <CardMeta card={card} edition={edition}>
          <span>{t.minutesToRead(format.number(card.readingTime))}</span>
        </CardMeta>
      </div>
    </div>
  );
}

/** One of those that stand with the lead. */
export function Second({ card, edition }: StoryProps) {
  return (
    <div className="front-story card">
      <CardPicture card={card} sizes="(min-width: 68rem) 28rem, (min-width: 40rem) 33vw, 30vw" />
      <div className="card-words">
        <Kicker card={card} />
        <CardHeadline card={card} level={2} />
        <CardDeck card={card} />
        <CardMeta card={card} edition={edition} />
      </div>
    </div>
  );
}

type HeadlinesProps = {
  id: string;
  label: string;
  cards: CardView[];
  /** The line under each. */
  meta: (card: CardView) => ReactNode;
  children?: ReactNode;
};

/** Stories as headlines in their order. */
export function Headlines({ id, label, cards, meta, children }: HeadlinesProps) {
  return (
    <section className={`front-${id}`} aria-labelledby={id}>
      <h2 id={id} className="label">
        {label}
      </h2>
      <ol>
        {cards.map((card) => (
          <li key={card.id} className="card">
            <CardHeadline card={card} />
            <p className="card-meta">{meta(card)}</p>
          </li>
        ))}
      </ol>
      {children}
    </section>
  );
}

/** The latest after these. */
export function Latest({ cards, edition }: { cards: CardView[]; edition: Edition }) {
  const { t, format } = edition;
  if (cards.length === 0) return null;
  const meta = ({ section, publishedAt }: CardView) => (
    <>
      {section && <span>{section.name}</span>}
      <time dateTime={publishedAt}>{format.shortDate(publishedAt)}</time>
    </>
  );
  return (
    <Headlines id="latest" label={t.latest} cards={cards} meta={meta}>
      <p className="front-more">
        <Link href={archivePath}>{t.archive}</Link>
      </p>
    </Headlines>
  );
}

/** The plain front page: stories under each other, each with its day and its picture. */
export function River({ cards, edition }: { cards: CardView[]; edition: Edition }) {
  const { t, format } = edition;
  return (
    <section className="front-river" aria-label={t.latest}>
      <ol>
        {cards.map((card, at) => (
          <li key={card.id} className="card">
            <p className="river-day">
              <time dateTime={card.publishedAt}>{format.shortDate(card.publishedAt)}</time>
            </p>
            <div className="card-words">
              <Kicker card={card} />
              <CardHeadline card={card} level={2} />
              <CardDeck card={card} />
              <p className="card-meta">
                {card.bylines.length > 0 && <span>{t.by(format.list(card.bylines.map(({ name }) => name)))}</span>}
                <span>{t.minutesToRead(format.number(card.readingTime))}</span>
              </p>
            </div>
            <CardPicture
              card={card}
              sizes="(min-width: 60rem) 20rem, (min-width: 40rem) 30vw, 100vw"
              priority={at === 0}
            />
          </li>
        ))}
      </ol>
      <p className="front-more">
        <Link href={archivePath}>{t.archive}</Link>
      </p>
    </section>
  );
}
