import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { QrCode } from '#components/account/qr-code';
import { SecondFactor } from '#components/account/second-factor';
import { Link } from '#components/ui/link';
import { getSecondFactor } from '#features/accounts/queries';
import { ownPath } from '#features/accounts/schema';
import { backTo, confirmPath, securityPath, signInPath } from '#lib/addresses';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.security };
}

/** The second step of one's own signing in. */
export default async function SecurityPage({ searchParams }: PageProps<'/account/security'>) {
  const to = ownPath((await searchParams).to);
  const actor = await currentActor();
  const [{ settings, edition }, factor] = await Promise.all([getEdition(), getSecondFactor(actor)]);
  const { t, format } = edition;
  const at = backTo(securityPath, to);
  if (!factor || actor.kind !== 'user') redirect(signInPath(at));
  const app = factor.state === 'pending' ? factor.app : null;
  const left = factor.state === 'on' ? factor.recoveryLeft : 0;
  return (
    <main id="content" className="account-page">
      <p className="account-back">
        <Link href="/account">{t.accountYours}</Link>
      </p>
      <h1>{t.security}</h1>
      <p className="account-lead">{actor.owesSecondFactor ? t.securityAsked : t.securityText}</p>
      <section className="account-section" aria-labelledby="second-factor">
        <h2 id="second-factor">{t.factorTitle}</h2>
        <SecondFactor
          state={factor.state}
          at={at}
          to={to}
          confirmHref={confirmPath(at)}
          app={
            app && (
              <div className="factor-secret">
                <QrCode text={app.uri} label={t.factorScanAlt} />
                <div>
                  <p className="account-note">{t.factorTyped}</p>
                  <p className="factor-typed">
                    <code>{app.typed}</code>
                  </p>
                </div>
              </div>
            )
          }
          texts={{
            ...{ off: t.factorOff, offText: t.factorOffText, begin: t.factorBegin, scan: t.factorScan },
            ...{ scanHidden: t.factorScanHidden, show: t.factorScanShow, first: t.factorFirst, label: t.codeLabel },
            ...{ hint: t.codeHint, enable: t.factorEnable, enableText: t.factorEnableText, cancel: t.factorCancel },
            on: factor.state === 'on' ? t.factorOn(format.date(factor.since)) : '',
            left: t.factorLeft(left, format.number(left)),
            ...{ remake: t.factorRemake, switchOff: t.factorOffButton },
            onNote: factor.asked ? `${t.factorOnNote} ${t.factorOffAsked}` : t.factorOnNote,
            ...{ codesTitle: t.codesTitle, codesText: t.codesText, codesOn: t.codesOn, codesGet: t.codesGet },
            ...{ codesFile: t.codesFile(settings.name), goOn: t.securityGoOn },
          }}
        />
      </section>
    </main>
  );
}
