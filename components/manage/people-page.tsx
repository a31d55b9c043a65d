import { signOutEverywhereAction, takeOffSecondFactorAction } from '#app/_actions/people';
import { type PeopleList, type PersonRow, roleNames } from '#features/accounts/schema';
import type { Role } from '#lib/actor';
import { peopleDeskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { type ManagingTexts, managingTextsFor } from '#messages/managing';
import { DeskButton } from '../newsroom/desk-forms.tsx';
import { DeskPages } from './pages.tsx';
import { AddPerson, RoleForm } from './people-forms.tsx';
import { SearchForm } from './search-form.tsx';
import { DeskTable } from './table.tsx';

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
      <AddPerson key={list.total} language={edition.language} />
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
      {list.people.length === 0 ? (
        <p>{t.peopleNone}</p>
      ) : (
        <DeskTable
          name="people"
          className="manage-table people"
          language={edition.language}
          columns={[
            { id: 'name', name: t.peopleName },
            { id: 'email', name: t.peopleEmail },
            { id: 'since', name: t.peopleSinceColumn },
            { id: 'seen', name: t.peopleSeenColumn },
            { id: 'role', name: t.peopleRole },
            { id: 'acts', name: '' },
          ]}
          rows={list.people.map((person) => ({
            id: person.id,
            cells: cellsOf({ person, t, edition, query: search, own: person.id === own }),
          }))}
        />
      )}
      <DeskPages path={peopleDeskPath} query={query} list={list} edition={edition} />
    </main>
  );
}

type PersonProps = { person: PersonRow; query: string; own: boolean; t: ManagingTexts; edition: Edition };

function cellsOf({ person, query, own, t, edition }: PersonProps) {
  const { format, language } = edition;
  const at = query ? `${peopleDeskPath}?${query}` : peopleDeskPath;
  return {
    name: (
      <>
        <bdi>{person.name ?? t.peopleUnnamed}</bdi>
        {person.bannedAt && <b className="people-banned"> {t.peopleBanned}</b>}
      </>
    ),
    email: <bdi>{person.email}</bdi>,
    since: <time dateTime={person.createdAt}>{format.shortDate(person.createdAt)}</time>,
    seen: person.seenAt ? (
      <time dateTime={person.seenAt}>{format.shortDate(person.seenAt)}</time>
    ) : (
      <span className="desk-tagged">{t.peopleNeverSeen}</span>
    ),
    role: own ? (
      `${t.roleNames[person.role]} (${t.peopleYou})`
    ) : (
      <RoleForm person={person} query={query} language={language} />
    ),
    acts: !own && (
      <>
        {person.seenAt && (
          <DeskButton
            action={signOutEverywhereAction}
            at={at}
            fields={{ id: person.id, query }}
            about={t.peopleSignOutOf(person.name ?? person.email)}
          >
            {t.peopleSignOut}
          </DeskButton>
        )}
        {person.secondFactor && (
          <DeskButton
            action={takeOffSecondFactorAction}
            at={at}
            fields={{ email: person.email, query }}
            about={edition.t.peopleTakeOffOf(person.name ?? person.email)}
          >
            {edition.t.peopleTakeOff}
          </DeskButton>
        )}
      </>
    ),
  };
}
