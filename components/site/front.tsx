import { Fragment, type ReactNode } from 'react';
import type { CardView, SectionView } from '#features/articles/schema';
import type { Settings } from '#features/settings/schema';
import type { Edition } from '#messages/edition';
import { rowsOf, SectionRow } from './front-sections.tsx';
import { Headlines, Latest, Lead, River, Second } from './front-stories.tsx';

type Props = {
  edition: Edition;
  name: string;
  layout: Settings['frontLayout'];
  lead: CardView;
  /** What follows the lead, in its order, without it. */
  latest: CardView[];
  sections: { section: SectionView; cards: CardView[] }[];
  discussed: CardView[];
  /** After everything else. */
  children?: ReactNode;
};

/** How many stories stand with the lead, with their decks. */
const beside = 3;

/** The front page: its first stories as the layout has them, then the sections, and what is talked about. */
export function Front({ edition, name, layout, lead, latest, sections, discussed, children }: Props) {
  if (layout === 'river')
    return (
      <main id="content" className="front is-river">
        <h1 className="sr-only">{name}</h1>
        <River cards={[lead, ...latest]} edition={edition} />
        <Discussed cards={discussed} edition={edition} />
        {children}
      </main>
    );
  const shown = new Set([lead, ...latest.slice(0, beside)].map((card) => card.id));
  // What stands on top is not said again below, unless a section would have nothing left to show.
  const blocks = sections.map(({ section, cards }) => {
    const others = cards.filter((card) => !shown.has(card.id));
    return { section, cards: others.length > 0 ? others : cards };
  });
  const rows = rowsOf(blocks.slice(0, 12));
  return (
    <main id="content" className="front">
      <h1 className="sr-only">{name}</h1>
      <Top {...{ layout, lead, latest, edition }} />
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

/** The lead, three stories with it, the latest: beside each other, or (`grid`) below each other over the whole width. */
function Top({ layout, lead, latest, edition }: Pick<Props, 'layout' | 'lead' | 'latest' | 'edition'>) {
  const second = latest.slice(0, beside);
  const rest = latest.slice(beside, beside + (layout === 'grid' ? 8 : 7));
  const grid = layout === 'grid';
  const make = grid ? 'front-grid' : second.length === 0 ? 'is-alone' : rest.length === 0 ? 'is-short' : '';
  return (
    <div className={`${grid ? '' : 'front-top '}${make}`.trim()}>
      <Lead
        card={lead}
        edition={edition}
        sizes={
          grid
            ? '(min-width: 90rem) 52rem, (min-width: 60rem) 60vw, 100vw'
            : '(min-width: 90rem) 44rem, (min-width: 68rem) 50vw, 100vw'
        }
      />
      {second.length > 0 && (
        <section className="front-second" aria-label={edition.t.topStories}>
          {second.map((card) => (
            <Second key={card.id} card={card} edition={edition} />
          ))}
        </section>
      )}
      <Latest cards={rest} edition={edition} />
    </div>
  );
}

function Discussed({ cards, edition: { t, format } }: { cards: CardView[]; edition: Edition }) {
  if (cards.length < 2) return null;
  return (
    <Headlines
      id="discussed"
      label={t.mostDiscussed}
      cards={cards}
      meta={({ responses }) => <span>{t.responseCount(responses, format.number(responses))}</span>}
    />
  );
}
