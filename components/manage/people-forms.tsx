'use client';

import { useId } from 'react';
import { addAccountAction, changeRoleAction } from '#app/_actions/people';
import type { PersonRow } from '#features/accounts/schema';
import type { Role } from '#lib/actor';
import { peopleDeskPath } from '#lib/addresses';
import { type ManagingTexts, managingTextsFor } from '#messages/managing';
import { OfferLink } from '../account/offer.tsx';
import { useDeskForm } from '../newsroom/desk-forms.tsx';
import { Choice, Field, FormProblem } from './field.tsx';

const rolesOf = (t: ManagingTexts) => Object.keys(t.roleNames) as Role[];

type Props = { person: PersonRow; query: string; language: string };

/** Gives somebody another role. */
export function RoleForm({ person, query, language }: Props) {
  const t = managingTextsFor(language);
  const id = useId();
  const {
    send,
    busy,
    failed: any,
  } = useDeskForm(changeRoleAction, query ? `${peopleDeskPath}?${query}` : peopleDeskPath);
  // Without scripts every form of the page is given the answer.
  const failed = any?.values?.email === person.email ? any : null;
  const role = failed?.values?.role ?? person.role;
  return (
    <form action={send} className="desk-row manage-role">
      <input type="hidden" name="email" value={person.email} />
      <input type="hidden" name="query" value={query} />
      <select
        key={role}
        name="role"
        defaultValue={role}
        aria-label={t.peopleRoleOf(person.name ?? person.email)}
        aria-describedby={failed ? `${id}-problem` : undefined}
      >
        {rolesOf(t).map((each) => (
          <option key={each} value={each}>
            {t.roleNames[each]}
          </option>
        ))}
      </select>
      <button type="submit" className="desk-button" disabled={busy}>
        {t.peopleRoleSave}
        <span className="sr-only"> ({person.name ?? person.email})</span>
      </button>
      {failed && (
        <p id={`${id}-problem`} className="problem" role="alert">
          {failed.message}
          <OfferLink failed={failed} />
        </p>
      )}
    </form>
  );
}

/** Makes an account before its owner comes. */
export function AddPerson({ language }: { language: string }) {
  const t = managingTextsFor(language);
  const id = useId();
  const { send, busy, failed } = useDeskForm(addAccountAction, peopleDeskPath);
  // What is wrong is the address, unless something else is asked of who adds it.
  const atEmail = failed && !failed.offer ? { ...failed, field: failed.field ?? 'email' } : failed;
  return (
    <details className="manage-new" open={failed !== null}>
      <summary className="desk-button">{t.peopleAdd}</summary>
      <form action={send} className="desk-form">
        <Field
          id={`${id}-email`}
          name="email"
          type="email"
          label={t.peopleEmail}
          hint={t.peopleAddHint}
          failed={atEmail}
          required
        />
        <Choice
          id={`${id}-role`}
          name="role"
          label={t.peopleRole}
          value="author"
          failed={failed}
          options={rolesOf(t).map((each) => [each, `${t.roleNames[each]}: ${t.roleHelp[each]}`] as const)}
        />
        <FormProblem failed={atEmail} fields={['email', 'role']} />
        <button type="submit" className="desk-button is-main" disabled={busy}>
          {t.add}
        </button>
      </form>
    </details>
  );
}
