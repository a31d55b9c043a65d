import { Fragment, type ReactNode } from 'react';
import { CardDeck, CardHeadline, CardMeta, CardPicture } from '#components/article/card';
import { Link } from '#components/ui/link';
import type { CardView, SectionView } from '#features/articles/schema';
import { archivePath, sectionPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { rowsOf, SectionRow } from './front-sections.tsx';

type Props = {
  edition: Edition;
  name: string;
  lead: CardView;
  /** Newest first, without the lead. */
  latest: CardView[];
  sections: { section: SectionView; cards: CardView[] }[];
  discussed: CardView[];
  /** After everything else. */
  children?: ReactNode;
};

/** How many stories stand beside the lead, with their decks. */
const beside = 3;

/** The front page: one lead, three stories beside it, the latest, the sections, what is talked about. */
export function Front({ edition, name, lead, latest, sections, discussed, children }: Props) {
  const { t } = edition;
  const second = latest.slice(0, beside);
  const rest = latest.slice(beside, beside + 7);
  const shown = new Set([lead, ...second].map((card) => card.id));
  // What stands on top is not said again below, unless a section would have nothing left to show.
  const blocks = sections.map(({ section, cards }) => {
    const others = cards.filter((card) => !shown.has(card.id));
    return { section, cards: others.length > 0 ? others : cards };
  });
  const rows = rowsOf(blocks.slice(0, 12));
  return (
    <main id="content" className="front">
      <h1 className="sr-only">{name}</h1>
      <div
        className={second.length === 0 ? 'front-top is-alone' : rest.length === 0 ? 'front-top is-short' : 'front-top'}
      >
        <Lead card={lead} edition={edition} />
        {second.length > 0 && (
          <section className="front-second" aria-label={t.topStories}>
            {second.map((card) => (
              <Second key={card.id} card={card} edition={edition} />
            ))}
          </section>
        )}
        {rest.length > 0 && (
          <section className="front-latest" aria-labelledby="latest">
            <h2 id="latest" className="label">
              {t.latest}
            </h2>
            <ol>
              {rest.map((card) => (
                <li key={card.id} className="card">
                  <CardHeadline card={card} />
                  <p className="card-meta">
                    {card.section && <span>{card.section.name}</span>}
                    <time dateTime={card.publishedAt}>{edition.format.shortDate(card.publishedAt)}</time>
                  </p>
                </li>
              ))}
            </ol>
            <p className="front-more">
              <Link href={archivePath}>{t.archive}</Link>
            </p>
          </section>
        )}
      </div>
      {rows.map((row, at) => (
        <Fragment key={row.blocks[0]?.section.slug}>
          <SectionRow row={row} edition={edition} />
          {at === Math.min(1, rows.length - 1) && <Discussed cards={discussed} edition={edition} />}
        </Fragment>
      ))}
      {children}
    </main>
  );
}

function Kicker({ card }: { card: CardView }) {
  if (!card.section) return null;
  return (
    <p className="kicker">
      <Link href={sectionPath(card.section.slug)}>{card.section.name}</Link>
    </p>
  );
}

function Lead({ card, edition }: { card: CardView; edition: Edition }) {
  const { t, format } = edition;
  return (
    <div className="front-lead card">
      <CardPicture card={card} sizes="(min-width: 90rem) 44rem, (min-width: 68rem) 50vw, 100vw" priority />
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

function Second({ card, edition }: { card: CardView; edition: Edition }) {
  return (
    <div className="front-story card">
      <CardPicture card={card} sizes="(min-width: 68rem) 18rem, (min-width: 40rem) 33vw, 30vw" />
      <div className="card-words">
        <Kicker card={card} />
        <CardHeadline card={card} level={2} />
        <CardDeck card={card} />
        <CardMeta card={card} edition={edition} />
      </div>
    </div>
  );
}

function Discussed({ cards, edition: { t, format } }: { cards: CardView[]; edition: Edition }) {
  if (cards.length < 2) return null;
  return (
    <section className="front-discussed" aria-labelledby="discussed">
      <h2 id="discussed" className="label">
        {t.mostDiscussed}
      </h2>
      <ol>
        {cards.map((card) => (
          <li key={card.id} className="card">
            <CardHeadline card={card} />
            <p className="card-meta">
              <span>{t.responseCount(card.responses, format.number(card.responses))}</span>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
