import { Link } from '#components/ui/link';
import { signInPath } from '#lib/addresses';
import type { Messages } from '#messages/catalogue';

/** In place of a personal page for who is not signed in, or not any more: a redirect from inside a page needs scripts. */
export function SignedOut({ t, to }: { t: Messages; to: string }) {
  return (
    <main id="content" className="account-page">
      <h1>{t.signedOutTitle}</h1>
      <p className="account-lead">{t.signedOutText}</p>
      <p>
        <Link href={signInPath(to)} className="account-button">
          {t.signInTitle}
        </Link>
      </p>
    </main>
  );
}
