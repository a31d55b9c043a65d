import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { RedirectsPage } from '#components/manage/redirects-page';
import { canManage } from '#features/managing/policy';
import { listRedirects } from '#features/managing/queries';
import { pageNumber, redirectsDeskPath } from '#lib/addresses';
import { managingTextsFor } from '#messages/managing';
import { type Asked, asked, gated } from '../manage-gate.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: managingTextsFor((await getEdition()).settings.language).redirects };
}

export default function Page({ searchParams }: { searchParams: Promise<Asked> }) {
  return gated({ path: redirectsDeskPath, may: canManage, refusal: 'noManager' }, async ({ actor, edition }) => {
    const query = await searchParams;
    const text = asked(query, 'q');
    const list = await listRedirects({ actor, text, page: pageNumber(asked(query, 'page')) ?? 1 });
    return <RedirectsPage {...{ list, text, edition }} />;
  });
}
