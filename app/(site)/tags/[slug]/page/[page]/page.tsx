import { TagPage, tagMetadata } from '../../../tag-page.tsx';

type Props = PageProps<'/tags/[slug]/page/[page]'>;

/** Rendered when first asked for; a build names one, whose page is a not-found. */
export const generateStaticParams = () => [{ slug: '-', page: '1' }];

export const generateMetadata = ({ params }: Props) => tagMetadata(params);

export default function Page({ params }: Props) {
  return <TagPage params={params} />;
}
