import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { PeoplePage } from '#components/manage/people-page';
import { canManageAccounts } from '#features/accounts/policy';
import { listPeople } from '#features/accounts/queries';
import { roleNames } from '#features/accounts/schema';
import { pageNumber, peopleDeskPath } from '#lib/addresses';
import { managingTextsFor } from '#messages/managing';
import { type Asked, asked, gated } from '../manage-gate.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: managingTextsFor((await getEdition()).settings.language).people };
}

export default function Page({ searchParams }: { searchParams: Promise<Asked> }) {
  const gate = { path: peopleDeskPath, may: canManageAccounts, refusal: 'noAdministrator' } as const;
  return gated(gate, async ({ actor, edition }) => {
    const query = await searchParams;
    const text = asked(query, 'q').trim();
    const role = roleNames.find((each) => each === asked(query, 'role'));
    const page = pageNumber(asked(query, 'page')) ?? 1;
    const list = await listPeople({ actor, text, page, ...(role && { role }) });
    return <PeoplePage {...{ list, text, role, edition }} own={actor.kind === 'user' ? actor.id : null} />;
  });
}
