import { arrangeFrontAction } from '#app/_actions/front';
import { Link } from '#components/ui/link';
import type { FrontDesk, FrontStory } from '#features/managing/schema';
import { deskPath, frontDeskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { lookTextsFor } from '#messages/look';
import { managingTextsFor } from '#messages/managing';
import { DeskButton } from '../newsroom/desk-forms.tsx';
import { arrowsOf } from './arrows.ts';
import { SearchForm } from './search-form.tsx';
import { Sortable } from './sortable.tsx';

type Props = { desk: FrontDesk; text: string; edition: Edition };

/** What stands on top of the front page, in its order, and what follows by date. */
export function FrontDeskPage({ desk: { pinned, found, others }, text, edition }: Props) {
  const { language } = edition;
  const t = lookTextsFor(language);
  const firstShown = pinned.findIndex(({ shown }) => shown);
  const items = pinned.map((story, index) => ({
    key: String(story.id),
    name: story.headline,
    ...arrowsOf(index, pinned.length),
    row: (
      <>
        <span className="sortable-place">{index === firstShown ? t.frontLead : ''}</span>
        <Words story={story} edition={edition} />
        <DeskButton
          action={arrangeFrontAction}
          at={frontDeskPath}
          fields={{ do: 'unpin', id: story.id }}
          about={t.frontTakeOf(story.headline)}
        >
          {t.frontTake}
        </DeskButton>
      </>
    ),
  }));
  return (
    <main id="content" className="queue-page manage">
      <h1>{t.frontTitle}</h1>
      <p className="desk-hint">{t.frontIntro}</p>
      <section className="manage-part" aria-labelledby="front-top">
        <h2 id="front-top">{t.frontTop}</h2>
        {pinned.length === 0 ? (
          <p>{t.frontNone}</p>
        ) : (
          <>
            <p className="desk-hint">{t.orderHow}</p>
            <Sortable
              items={items}
              action={arrangeFrontAction}
              at={frontDeskPath}
              fields={{ do: 'place' }}
              keyName="id"
              label={t.frontTop}
              language={language}
            />
          </>
        )}
        <SearchForm path={frontDeskPath} text={text} label={t.frontFind} send={managingTextsFor(language).search} />
        {text !== '' && found.length === 0 && <p>{managingTextsFor(language).searchNone}</p>}
        <Addable stories={found} edition={edition} />
      </section>
      {others.length > 0 && (
        <section className="manage-part" aria-labelledby="front-rest">
          <h2 id="front-rest">{t.frontRest}</h2>
          <Addable stories={others} edition={edition} />
        </section>
      )}
    </main>
  );
}

function Words({
  story: { id, headline, section, publishedAt, shown },
  edition,
}: {
  story: FrontStory;
  edition: Edition;
}) {
  const facts = [section, publishedAt && edition.format.shortDate(publishedAt)].filter(Boolean).join(' · ');
  return (
    <span className="sortable-words">
      <Link href={deskPath(id)} dir="auto">
        <b>{headline}</b>
      </Link>
      <small>{shown ? facts : lookTextsFor(edition.language).frontHidden}</small>
    </span>
  );
}

function Addable({ stories, edition }: { stories: FrontStory[]; edition: Edition }) {
  const t = lookTextsFor(edition.language);
  if (stories.length === 0) return null;
  return (
    <ul className="front-rest">
      {stories.map((story) => (
        <li key={story.id}>
          <Words story={story} edition={edition} />
          <DeskButton
            action={arrangeFrontAction}
            at={frontDeskPath}
            fields={{ do: 'pin', id: story.id }}
            about={t.frontAddOf(story.headline)}
          >
            {t.frontAdd}
          </DeskButton>
        </li>
      ))}
    </ul>
  );
}
