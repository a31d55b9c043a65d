import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { CodeForm, MailCodeForm } from '#components/account/code-form';
import { Link } from '#components/ui/link';
import { getAccount, hasSecondFactor } from '#features/accounts/queries';
import { ownPath } from '#features/accounts/schema';
import { mailLeaves } from '#features/mail/queries';
import { confirmedMinutes, isConfirmed } from '#lib/actor';
import { confirmPath, signInPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.confirmTitle };
}

/**
 * Where somebody shows that it is them, by a code of their app or of a mail, before what is dangerous. With `to` they go on
 * there; without, they came from a form in another window, which still holds what they typed.
 */
export default async function ConfirmPage({ searchParams }: PageProps<'/account/confirm'>) {
  const query = await searchParams;
  const to = query.to === undefined ? undefined : ownPath(query.to);
  const at = confirmPath(to);
  const actor = await currentActor();
  const [account, { edition }] = await Promise.all([getAccount(actor), getEdition()]);
  const { t, format } = edition;
  if (!account) redirect(signInPath(at));
  if (query.done !== undefined && isConfirmed(actor)) {
    return (
      <main id="content" className="account-page">
        <h1>{t.confirmDoneTitle}</h1>
        <p className="account-lead">{t.confirmDoneText(format.number(confirmedMinutes))}</p>
        <p className="account-links">
          <Link href="/account">{t.confirmDoneLink}</Link>
        </p>
      </main>
    );
  }
  const hasApp = await hasSecondFactor(account.id);
  return (
    <main id="content" className="account-page">
      <h1>{t.confirmTitle}</h1>
      <p className="account-lead">{t.confirmText}</p>
      {hasApp ? (
        <ByApp to={to} at={at} recovery={query.recovery !== undefined} edition={edition} />
      ) : (
        <ByMail to={to} at={at} sent={query.sent !== undefined} email={account.email} edition={edition} />
      )}
      <p className="account-note code-ways">
        <Link href={to ?? '/account'}>{t.confirmBack}</Link>
      </p>
    </main>
  );
}

type Props = { to: string | undefined; at: string; edition: Edition };

const withQuery = (path: string, name: string): string => `${path}${path.includes('?') ? '&' : '?'}${name}=1`;

function ByApp({ to, at, recovery, edition: { t } }: Props & { recovery: boolean }) {
  const [label, hint] = recovery ? [t.recoveryLabel, t.recoveryHint] : [t.codeLabel, t.codeHint];
  return (
    <>
      <CodeForm
        key={String(recovery)}
        purpose="confirm"
        to={to}
        at={recovery ? withQuery(at, 'recovery') : at}
        recovery={recovery}
        texts={{ label, hint, send: t.confirmSend }}
      />
      <p className="account-note code-ways">
        {!recovery && `${t.codeLost} `}
        <Link href={recovery ? at : withQuery(at, 'recovery')}>{recovery ? t.codeUseApp : t.codeUseRecovery}</Link>
      </p>
    </>
  );
}

function ByMail({ to, at, sent, email, edition: { t } }: Props & { sent: boolean; email: string }) {
  if (!sent) {
    return (
      <>
        <p className="account-note confirm-how">{t.confirmMail(email)}</p>
        <MailCodeForm to={to} at={at} plain={false} label={t.confirmMailSend} />
      </>
    );
  }
  return (
    <>
      <p className="account-note confirm-how" role="status">
        {t.confirmMailSent(email)}
        {!mailLeaves() && ` ${t.confirmNoMail}`}
      </p>
      <CodeForm
        purpose="confirm"
        to={to}
        at={withQuery(at, 'sent')}
        texts={{ label: t.confirmMailLabel, hint: t.confirmMailHint, send: t.confirmSend }}
      />
      <MailCodeForm to={to} at={withQuery(at, 'sent')} plain label={t.confirmMailAgain} />
    </>
  );
}
