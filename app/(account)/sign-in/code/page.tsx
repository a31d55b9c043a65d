import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { sessionToken } from '#app/_session/cookies';
import { CodeForm } from '#components/account/code-form';
import { SignOut } from '#components/account/sign-out';
import { Link } from '#components/ui/link';
import { awaitsCode } from '#features/accounts/queries';
import { ownPath } from '#features/accounts/schema';
import { backTo, codePath, signInPath } from '#lib/addresses';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.codeTitle };
}

/** The second step of signing in: nobody is signed in before it. */
export default async function CodePage({ searchParams }: PageProps<'/sign-in/code'>) {
  const query = await searchParams;
  const to = ownPath(query.to);
  const recovery = query.recovery !== undefined;
  const [actor, token] = await Promise.all([currentActor(), sessionToken()]);
  if (actor.kind === 'user') redirect(to);
  if (token === null || !(await awaitsCode(token))) redirect(signInPath(to));
  const { t } = (await getEdition()).edition;
  const [byApp, byRecovery] = [backTo(codePath, to), `${codePath}?${new URLSearchParams({ recovery: '1', to })}`];
  return (
    <main id="content" className="account-page">
      <h1>{recovery ? t.recoveryTitle : t.codeTitle}</h1>
      <p className="account-lead">{recovery ? t.recoveryText : t.codeText}</p>
      <CodeForm
        key={String(recovery)}
        purpose="sign-in"
        to={to}
        at={recovery ? byRecovery : byApp}
        recovery={recovery}
        texts={
          recovery
            ? { label: t.recoveryLabel, hint: t.recoveryHint, send: t.codeSend }
            : { label: t.codeLabel, hint: t.codeHint, send: t.codeSend }
        }
      />
      <p className="account-note code-ways">
        {!recovery && `${t.codeLost} `}
        <Link href={recovery ? byApp : byRecovery}>{recovery ? t.codeUseApp : t.codeUseRecovery}</Link>
      </p>
      <p className="account-note">{t.codeOver}</p>
      <div className="code-leave">
        <SignOut label={t.codeCancel} to={signInPath(to)} />
      </div>
    </main>
  );
}
