import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { SourcesPage } from '#components/manage/sources-page';
import { canManage } from '#features/managing/policy';
import { listSources } from '#features/managing/queries';
import { sourcesDeskPath } from '#lib/addresses';
import { managingTextsFor } from '#messages/managing';
import { gated } from '../manage-gate.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: managingTextsFor((await getEdition()).settings.language).sources };
}

export default function Page() {
  return gated({ path: sourcesDeskPath, may: canManage, refusal: 'noManager' }, async ({ actor, edition }) => (
    <SourcesPage sources={await listSources({ actor })} edition={edition} />
  ));
}
