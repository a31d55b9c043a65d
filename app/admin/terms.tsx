import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { TermPage, TermsPage } from '#components/manage/terms-page';
import { canManage } from '#features/managing/policy';
import { listTermNames, listTerms, requireTerm } from '#features/managing/queries';
import type { TermKind } from '#features/managing/schema';
import { pageNumber, termsDeskPath } from '#lib/addresses';
import { managingTextsFor } from '#messages/managing';
import { type Asked, asked, gated } from './manage-gate.tsx';

export async function termsMetadata(kind: TermKind): Promise<Metadata> {
  return { title: managingTextsFor((await getEdition()).settings.language)[`${kind}s`] };
}

/** All of one kind. */
export const termsPage = (kind: TermKind, searchParams: Promise<Asked>) =>
  gated({ path: termsDeskPath(kind), may: canManage, refusal: 'noManager' }, async ({ actor, edition }) => {
    const query = await searchParams;
    const text = asked(query, 'q');
    const list = await listTerms({ actor, kind, text, page: pageNumber(asked(query, 'page')) ?? 1 });
    return <TermsPage {...{ kind, list, text, edition }} />;
  });

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Asked> };

/** One of them. */
export async function termPage(kind: TermKind, { params, searchParams }: Props) {
  const id = pageNumber((await params).id) ?? 0;
  return gated({ path: termsDeskPath(kind, id), may: canManage, refusal: 'noManager' }, async ({ actor, edition }) => {
    const term = await requireTerm({ actor, kind, id });
    const others = await listTermNames({ actor, kind });
    const query = await searchParams;
    const done = (['saved', 'merged'] as const).find((each) => each === asked(query, 'done')) ?? null;
    return <TermPage {...{ kind, term, others, done, edition }} />;
  });
}
