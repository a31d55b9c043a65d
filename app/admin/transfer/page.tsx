import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { TransferPage } from '#components/admin/transfer-page';
import { canTransfer } from '#features/transfer/policy';
import { hasDemo, listTransfers } from '#features/transfer/queries';
import { type UploadProblem, uploadProblems } from '#features/transfer/schema';
import { transferPath } from '#lib/addresses';
import { onVercel, readEnv } from '#lib/env';
import { transferTextsFor } from '#messages/transfer';
import { type Asked, asked, gated } from '../manage-gate.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: transferTextsFor((await getEdition()).settings.language).title };
}

export default function Page({ searchParams }: { searchParams: Promise<Asked> }) {
  const gate = { path: transferPath, may: canTransfer, refusal: 'noAdministrator' } as const;
  return gated(gate, async ({ actor, edition }) => {
    const [transfers, demo, query] = await Promise.all([listTransfers(actor), hasDemo(), searchParams]);
    const problem = asked(query, 'problem');
    return (
      <TransferPage
        {...{ transfers, edition }}
        problem={Object.hasOwn(uploadProblems, problem) ? (problem as UploadProblem) : null}
        hosted={onVercel()}
        hasDemo={demo}
        folder={`${readEnv().DATA_DIR}/files`}
      />
    );
  });
}
