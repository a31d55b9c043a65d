import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { ProfileForm } from '#components/account/profile-form';
import { getAccount } from '#features/accounts/queries';
import { ownPath } from '#features/accounts/schema';
import { backTo, signInPath } from '#lib/addresses';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.accountNameTitle };
}

/** The one thing a new account needs. */
export default async function NamePage({ searchParams }: PageProps<'/account/name'>) {
  const to = ownPath((await searchParams).to);
  const account = await getAccount(await currentActor());
  const { t } = (await getEdition()).edition;
  if (!account) redirect(signInPath(to));
  return (
    <main id="content" className="account-page">
      <h1>{t.accountNameTitle}</h1>
      <p className="account-lead">{t.accountNameText}</p>
      <ProfileForm
        profile={account}
        to={to}
        at={backTo('/account/name', to)}
        texts={{ name: t.accountName, nameHint: t.accountNameHint, save: t.accountNameSave, saved: t.accountSaved }}
      />
    </main>
  );
}
