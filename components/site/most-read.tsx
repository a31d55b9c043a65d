import { languageOf } from '#components/article/card';
import { Link } from '#components/ui/link';
import type { MostRead as Lists, MostReadView } from '#features/views/schema';
import { articlePath, countingPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

/** What was read most: today, this week, always. Three lists beside each other, so nothing has to be opened. */
export function MostRead({ lists, edition }: { lists: Lists; edition: Edition }) {
  const { t } = edition;
  if (lists.always.length === 0) return null;
  return (
    <section className="most-read" aria-labelledby="most-read">
      <header>
        <h2 id="most-read">{t.mostRead}</h2>
        <p>
          <Link href={countingPath}>{t.howCounted}</Link>
        </p>
      </header>
      <div className="most-read-lists">
        <List id="most-read-today" name={t.mostReadToday} cards={lists.today} edition={edition} />
        <List id="most-read-week" name={t.mostReadWeek} cards={lists.week} edition={edition} />
        <List id="most-read-always" name={t.mostReadAlways} cards={lists.always} edition={edition} />
      </div>
    </section>
  );
}

function List({ id, name, cards, edition }: { id: string; name: string; cards: MostReadView[]; edition: Edition }) {
  const { t, format } = edition;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="label">
        {name}
      </h3>
      {cards.length === 0 ? (
        <p className="most-read-none">{t.nothingReadYet}</p>
      ) : (
        <ol>
          {cards.map((card) => (
            <li key={card.slug} className="card">
              <h4 className="card-headline" {...languageOf(card)}>
                <Link href={articlePath(card.slug)}>{card.headline}</Link>
              </h4>
              <p className="card-meta">
                <span>{t.hits(format.number(card.hits))}</span>
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
