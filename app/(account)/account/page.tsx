import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { sessionToken } from '#app/_session/cookies';
import { Avatar } from '#components/account/avatar';
import { ProfileForm } from '#components/account/profile-form';
import { SessionList } from '#components/account/session-list';
import { SignOut } from '#components/account/sign-out';
import { MailPolicy } from '#components/comment/mail-policy';
import { Link } from '#components/ui/link';
import { getAccount, listSessions } from '#features/accounts/queries';
import { notificationsPath, securityPath, signInPath } from '#lib/addresses';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.accountYours };
}

export default async function AccountPage({ searchParams }: PageProps<'/account'>) {
  const actor = await currentActor();
  const [{ edition }, account, sessions] = await Promise.all([
    getEdition(),
    getAccount(actor),
    listSessions(actor, (await sessionToken()) ?? ''),
  ]);
  const { t, format, language } = edition;
  if (!account) redirect(signInPath('/account'));
  return (
    <main id="content" className="account-page">
      <header className="account-head">
        <Avatar name={account.name ?? account.email} seed={account.id} size={64} />
        <div>
          <h1>{account.name ?? t.accountYours}</h1>
          <p>
            {account.email} · {t.accountSince(format.date(account.createdAt))}
          </p>
          <p className="account-ways">
            <Link href={notificationsPath}>{t.notifications}</Link>
            <Link href={securityPath}>
              {actor.kind === 'user' && actor.owesSecondFactor ? t.securityAskedOwing : t.securityLink}
            </Link>
          </p>
        </div>
        <SignOut label={t.signOut} />
      </header>

      <section className="account-section" aria-labelledby="profile">
        <h2 id="profile">{t.accountProfile}</h2>
        <p className="account-note">
          {t.accountProfileHint} {t.accountAvatar}
        </p>
        <ProfileForm
          profile={account}
          at="/account"
          saved={(await searchParams).saved !== undefined}
          texts={{ name: t.accountName, nameHint: t.accountNameHint, save: t.accountSave, saved: t.accountSaved }}
          more={{ bio: t.accountBio, bioHint: t.accountBioHint, link: t.accountLink, linkHint: t.accountLinkHint }}
        />
      </section>

      <div className="account-section">
        <MailPolicy policy={account.mailPolicy} language={language} />
      </div>

      <section className="account-section" aria-labelledby="sessions">
        <h2 id="sessions">{t.accountSessions}</h2>
        <SessionList sessions={sessions} edition={edition} />
      </section>

      <section className="account-section" aria-labelledby="data">
        <h2 id="data">{t.accountData}</h2>
        <p className="account-note">{t.accountDataText}</p>
        <p className="account-links">
          <a href="/account/data" download>
            {t.accountDataGet}
          </a>
          <Link href="/account/delete">{t.accountDelete}</Link>
        </p>
      </section>
    </main>
  );
}
