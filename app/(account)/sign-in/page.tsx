import type { Metadata } from 'next';
import { signInWithProviderAction } from '#app/_actions/accounts';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { listProviders } from '#app/_session/providers';
import { SignInForm } from '#components/account/sign-in-form';
import { SignOut } from '#components/account/sign-out';
import { Link } from '#components/ui/link';
import { getAccount } from '#features/accounts/queries';
import { ownPath } from '#features/accounts/schema';
import { mailLeaves } from '#features/mail/queries';
import { backTo } from '#lib/addresses';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.signInTitle };
}

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { to: given, error } = await searchParams;
  const to = ownPath(given);
  const account = await getAccount(await currentActor());
  const { t } = (await getEdition()).edition;
  if (account) {
    return (
      <main id="content" className="account-page">
        <h1>{t.signedInTitle}</h1>
        <p className="account-lead">{t.signedInText(account.name ?? account.email)}</p>
        <div className="account-choices">
          <Link href={to} className="account-button">
            {t.signedInGoOn}
          </Link>
          <SignOut label={t.signOut} to={to} />
        </div>
      </main>
    );
  }
  const providers = listProviders();
  return (
    <main id="content" className="account-page">
      <h1>{t.signInTitle}</h1>
      <p className="account-lead">{t.signInText}</p>
      {error !== undefined && (
        <p className="problem" role="alert">
          {error === 'AccessDenied' ? t.signInProviderUnverified : t.signInProviderFailed}
        </p>
      )}
      <SignInForm to={to} at={backTo('/sign-in', to)} texts={{ label: t.signInEmail, send: t.signInSend }} />
      {!mailLeaves() && <p className="account-note">{t.signInNoMail}</p>}
      {providers.length > 0 && (
        <section className="account-section" aria-labelledby="providers">
          <h2 id="providers">{t.signInOr}</h2>
          <form action={signInWithProviderAction} className="account-choices">
            <input type="hidden" name="to" value={to} />
            {providers.map(({ id, name }) => (
              <button key={id} type="submit" name="provider" value={id} className="account-button plain">
                {t.signInWith(name)}
              </button>
            ))}
          </form>
        </section>
      )}
    </main>
  );
}
