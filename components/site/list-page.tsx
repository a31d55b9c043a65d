import type { ReactNode } from 'react';
import { CardDeck, CardHeadline, CardMeta, CardPicture } from '#components/article/card';
import { Link } from '#components/ui/link';
import type { CardView, ListView } from '#features/articles/schema';
import { archivePath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { Pagination } from './pagination.tsx';

type Props = {
  edition: Edition;
  /** The word over the title: what kind of list it is. */
  kicker?: string;
  title: string;
  intro?: ReactNode;
  list: ListView;
  /** The address of the newest page. */
  path: string;
  /** Feed of this list. */
  feed?: string;
  /** Between the title and the list. */
  children?: ReactNode;
  /** Under the list. */
  after?: ReactNode;
  /** The section stands over every card where the list is not of one section. */
  showSection?: boolean;
};

/** A list of articles: section, tag, author, month, archive. */
export function ListPage({
  edition,
  kicker,
  title,
  intro,
  list,
  path,
  feed,
  children,
  after,
  showSection = false,
}: Props) {
  const { t, format } = edition;
  const newest = list.page === list.pages;
  const [first, ...others] = list.cards;
  const opening = newest && first?.picture ? first : null;
  return (
    <main id="content" className="list-page">
      <header className="list-header">
        {kicker && <p className="kicker">{kicker}</p>}
        <h1 dir="auto">{title}</h1>
        {intro && <div className="list-intro">{intro}</div>}
        <p className="list-facts">
          <span>{t.articleCount(list.total, format.number(list.total))}</span>
          {feed && <a href={feed}>{t.rssFeed}</a>}
        </p>
      </header>
      {children}
      {list.cards.length === 0 ? (
        <EmptyList edition={edition} />
      ) : (
        <>
          {opening && (
            <div className="list-opening card">
              <CardPicture card={opening} sizes="(min-width: 60rem) 44rem, 100vw" priority />
              <div className="card-words">
                {showSection && opening.section && <p className="kicker">{opening.section.name}</p>}
                <CardHeadline card={opening} level={2} />
                <CardDeck card={opening} />
                <CardMeta card={opening} edition={edition} />
              </div>
            </div>
          )}
          <ul className="list-cards">
            {(opening ? others : list.cards).map((card) => (
              <ListCard key={card.id} card={card} edition={edition} showSection={showSection} />
            ))}
          </ul>
          <Pagination path={path} page={list.page} pages={list.pages} edition={edition} />
        </>
      )}
      {after}
    </main>
  );
}

function ListCard({ card, edition, showSection }: { card: CardView; edition: Edition; showSection: boolean }) {
  const { t, format } = edition;
  return (
    <li className="list-card card">
      <div className="card-words">
        {showSection && card.section && <p className="kicker">{card.section.name}</p>}
        <CardHeadline card={card} level={2} />
        <CardDeck card={card} />
        <CardMeta card={card} edition={edition}>
          {card.responses > 0 && <span>{t.responseCount(card.responses, format.number(card.responses))}</span>}
        </CardMeta>
      </div>
      <CardPicture card={card} sizes="(min-width: 48rem) 16rem, 30vw" />
    </li>
  );
}

function EmptyList({ edition: { t } }: { edition: Edition }) {
  return (
    <div className="empty">
      <h2>{t.emptyListTitle}</h2>
      <p>{t.emptyListText}</p>
      <p className="empty-links">
        <Link href="/">{t.backToFront}</Link> <Link href={archivePath}>{t.archive}</Link>
      </p>
    </div>
  );
}
