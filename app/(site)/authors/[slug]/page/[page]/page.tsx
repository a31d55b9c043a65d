import { AuthorPage, authorMetadata } from '../../../author-page.tsx';

type Props = PageProps<'/authors/[slug]/page/[page]'>;

/** Rendered when first asked for; a build names one, whose page is a not-found. */
export const generateStaticParams = () => [{ slug: '-', page: '1' }];

export const generateMetadata = ({ params }: Props) => authorMetadata(params);

export default function Page({ params }: Props) {
  return <AuthorPage params={params} />;
}
