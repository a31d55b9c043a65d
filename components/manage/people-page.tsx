import { signOutEverywhereAction } from '#app/_actions/people';
import { type PeopleList, type PersonRow, roleNames } from '#features/accounts/schema';
import type { Role } from '#lib/actor';
import { peopleDeskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { type ManagingTexts, managingTextsFor } from '#messages/managing';
import { DeskButton } from '../newsroom/desk-forms.tsx';
import { DeskPages } from './pages.tsx';
import { AddPerson, RoleForm } from './people-forms.tsx';
import { SearchForm } from './search-form.tsx';

type Props = {
  list: PeopleList;
  text: string;
  role: Role | undefined;
  /** The account of who looks: nobody changes their own role. */
  own: string | null;
  edition: Edition;
};

/** Everybody with an account. */
export function PeoplePage({ list, text, role, own, edition }: Props) {
  const t = managingTextsFor(edition.language);
  const query = { ...(text && { q: text }), ...(role && { role }) };
  const search = new URLSearchParams({ ...query, ...(list.page > 1 && { page: String(list.page) }) }).toString();
  return (
    <main id="content" className="queue-page manage">
      <h1>{t.people}</h1>
      <p className="desk-hint">{t.peopleIntro}</p>
      <details className="manage-new">
        <summary className="desk-button">{t.peopleAdd}</summary>
        <AddPerson key={list.total} language={edition.language} />
      </details>
      <SearchForm path={peopleDeskPath} text={text} label={t.peopleSearch} send={t.search}>
        <div className="desk-field">
          <label htmlFor="people-role">{t.peopleRole}</label>
          <select id="people-role" name="role" defaultValue={role ?? ''}>
            <option value="">{t.peopleAnyRole}</option>
            {roleNames.map((each) => (
              <option key={each} value={each}>
                {t.roleNames[each]}
              </option>
            ))}
          </select>
        </div>
      </SearchForm>
      <p className="desk-hint">{t.peopleCount(list.total, edition.format.number(list.total))}</p>
      {list.people.length === 0 && <p>{t.peopleNone}</p>}
      <ul className="people">
        {list.people.map((person) => (
          <Person key={person.id} {...{ person, t, edition }} query={search} own={person.id === own} />
        ))}
      </ul>
      <DeskPages path={peopleDeskPath} query={query} list={list} edition={edition} />
    </main>
  );
}

type PersonProps = { person: PersonRow; query: string; own: boolean; t: ManagingTexts; edition: Edition };

function Person({ person, query, own, t, edition }: PersonProps) {
  const { format, language } = edition;
  const facts = [
    t.peopleSince(format.shortDate(person.createdAt)),
    person.seenAt ? t.peopleSeen(format.shortDate(person.seenAt)) : t.peopleNeverSeen,
  ];
  return (
    <li>
      <div>
        <p>
          <b dir="auto">{person.name ?? t.peopleUnnamed}</b> <bdi>{person.email}</bdi>
        </p>
        <p className="media-facts">
          {person.bannedAt && <b className="people-banned">{t.peopleBanned} · </b>}
          {facts.join(' · ')}
        </p>
      </div>
      {own ? (
        <p>
          {t.roleNames[person.role]} ({t.peopleYou})
        </p>
      ) : (
        <div className="people-acts">
          <RoleForm person={person} query={query} language={language} />
          {person.seenAt && (
            <DeskButton
              action={signOutEverywhereAction}
              at={query ? `${peopleDeskPath}?${query}` : peopleDeskPath}
              fields={{ id: person.id, query }}
              about={t.peopleSignOutOf(person.name ?? person.email)}
            >
              {t.peopleSignOut}
            </DeskButton>
          )}
        </div>
      )}
    </li>
  );
}
