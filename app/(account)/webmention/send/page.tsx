import type { Metadata } from 'next';
import { getEdition } from '#app/_cached/edition';
import { SendPage } from '#components/linkback/send-page';
import { problemNamed } from '#features/linkbacks/schema';

type Query = Partial<Record<'source' | 'target' | 'problem' | 'wait', string | string[]>>;
type Props = { searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  const { edition } = await getEdition();
  return { title: edition.t.tellTitle };
}

export default async function Page({ searchParams }: Props) {
  const [query, { edition }] = await Promise.all([searchParams, getEdition()]);
  const one = (name: keyof Query): string => (typeof query[name] === 'string' ? query[name].slice(0, 2000) : '');
  return (
    <SendPage
      edition={edition}
      source={one('source')}
      target={one('target')}
      problem={problemNamed(one('problem'))}
      wait={Number(one('wait')) || 0}
    />
  );
}
