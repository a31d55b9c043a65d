import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { getEdition } from '#app/_cached/edition';
import { Link } from '#components/ui/link';
import { ownPath } from '#features/accounts/schema';
import { mailLeaves } from '#features/mail/queries';
import { signInPath } from '#lib/addresses';
import { askedCookie } from '#lib/session-cookies';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.signInSentTitle };
}

/** After a link was asked for: the same whether the address is known here or not. */
export default async function SentPage({ searchParams }: PageProps<'/sign-in/sent'>) {
  const { to, mail } = await searchParams;
  const asked = (await cookies()).get(askedCookie)?.value;
  const { t } = (await getEdition()).edition;
  return (
    <main id="content" className="account-page">
      <h1>{t.signInSentTitle}</h1>
      <p className="account-lead">{asked ? t.signInSentText(asked) : t.signInSentTextUnnamed}</p>
      {!mailLeaves() && <p className="account-note">{t.signInSentNoMail}</p>}
      {mailLeaves() && mail === 'trouble' && (
        <p className="problem" role="alert">
          {t.signInSentTrouble}
        </p>
      )}
      <p className="account-note">
        {t.signInSentNothing} <Link href={signInPath(ownPath(to))}>{t.signInAgain}</Link>
      </p>
    </main>
  );
}
