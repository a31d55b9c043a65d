import type { Metadata } from 'next';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { whatWasSaid } from '#app/_session/said';
import { ProfileForm } from '#components/account/profile-form';
import { SignedOut } from '#components/account/signed-out';
import { getAccount } from '#features/accounts/queries';
import { ownPath } from '#features/accounts/schema';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.accountNameTitle };
}

/** The one thing a new account needs. */
export default async function NamePage({ searchParams }: PageProps<'/account/name'>) {
  const { to: given, said } = await searchParams;
  const to = ownPath(given);
  const account = await getAccount(await currentActor());
  const { t } = (await getEdition()).edition;
  if (!account) return <SignedOut t={t} to={to} />;
  return (
    <main id="content" className="account-page">
      <h1>{t.accountNameTitle}</h1>
      <p className="account-lead">{t.accountNameText}</p>
      <ProfileForm
        profile={account}
        to={to}
        said={await whatWasSaid(said)}
        texts={{ name: t.accountName, nameHint: t.accountNameHint, save: t.accountNameSave, saved: t.accountSaved }}
      />
    </main>
  );
}
