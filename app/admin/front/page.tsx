import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { FrontDeskPage } from '#components/manage/front-page';
import { canManage } from '#features/managing/policy';
import { listFrontDesk } from '#features/managing/queries';
import { frontDeskPath } from '#lib/addresses';
import { lookTextsFor } from '#messages/look';
import { type Asked, asked, gated } from '../manage-gate.tsx';
import '../../styles/arranging.css';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export async function generateMetadata(): Promise<Metadata> {
  return { title: lookTextsFor((await getEdition()).settings.language).frontTitle };
}

export default function Page({ searchParams }: { searchParams: Promise<Asked> }) {
  return gated({ path: frontDeskPath, may: canManage, refusal: 'noManager' }, async ({ actor, edition }) => {
    const text = asked(await searchParams, 'q');
    return <FrontDeskPage desk={await listFrontDesk({ actor, text })} text={text} edition={edition} />;
  });
}
