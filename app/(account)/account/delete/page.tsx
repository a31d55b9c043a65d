import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentActor } from '#app/_actions/actor';
import { getEdition } from '#app/_cached/edition';
import { whatWasSaid } from '#app/_session/said';
import { DeleteForm } from '#components/account/delete-form';
import { getAccount } from '#features/accounts/queries';
import { signInPath } from '#lib/addresses';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getEdition()).edition.t.accountDeleteTitle };
}

export default async function DeletePage({ searchParams }: PageProps<'/account/delete'>) {
  const account = await getAccount(await currentActor());
  const { t } = (await getEdition()).edition;
  if (!account) redirect(signInPath('/account/delete'));
  return (
    <main id="content" className="account-page">
      <h1>{t.accountDeleteTitle}</h1>
      <p className="account-lead">{t.accountDeleteText}</p>
      <DeleteForm
        said={await whatWasSaid((await searchParams).said)}
        texts={{
          responses: t.accountDeleteResponses,
          keep: t.accountDeleteKeep,
          keepHint: t.accountDeleteKeepHint,
          remove: t.accountDeleteRemove,
          removeHint: t.accountDeleteRemoveHint,
          confirm: t.accountDeleteConfirm(account.email),
          button: t.accountDeleteButton,
          back: t.accountDeleteBack,
        }}
      />
    </main>
  );
}
