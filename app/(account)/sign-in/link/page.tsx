import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { knownBrowser } from '#app/_session/cookies';
import { Link } from '#components/ui/link';
import { getLinkState } from '#features/accounts/queries';
import { ownPath, SignInLinkInput } from '#features/accounts/schema';
import { signInPath } from '#lib/addresses';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.signInTitle };
}

/** What a mailed link opens. Opening it uses nothing up: mail scanners open every link. */
export default async function LinkPage({ searchParams }: PageProps<'/sign-in/link'>) {
  const query = await searchParams;
  const to = ownPath(query.to);
  const link = SignInLinkInput.safeParse(query);
  const state = link.success ? await getLinkState({ link: link.data, browser: await knownBrowser() }) : 'gone';
  const { t } = (await getEdition()).edition;
  if (state === 'ready' && link.success) {
    return (
      <main id="content" className="account-page">
        <h1>{t.signInLinkTitle}</h1>
        <p className="account-lead">{t.signInLinkText}</p>
        {query.wait !== undefined && (
          <p className="problem" role="alert">
            {t.signInLinkWait}
          </p>
        )}
        {/* Scanners of mail open links; they do not press buttons. */}
        <form action="/sign-in/open" method="post" className="account-form">
          <input type="hidden" name="email" value={link.data.email} />
          <input type="hidden" name="token" value={link.data.token} />
          <input type="hidden" name="to" value={to} />
          <button type="submit" className="account-button">
            {t.signInLinkAs(link.data.email)}
          </button>
        </form>
      </main>
    );
  }
  return (
    <main id="content" className="account-page">
      <h1>{state === 'gone' ? t.signInGoneTitle : t.signInElsewhereTitle}</h1>
      <p className="account-lead">{state === 'gone' ? t.signInGoneText : t.signInElsewhereText}</p>
      <p>
        <Link href={signInPath(to)} className="account-button">
          {t.signInAgain}
        </Link>
      </p>
    </main>
  );
}
