import { AuthorPage, authorMetadata } from '../author-page.tsx';

/** Rendered when first asked for; a build names one, whose page is a not-found. */
export const generateStaticParams = () => [{ slug: '-' }];

export const generateMetadata = ({ params }: PageProps<'/authors/[slug]'>) => authorMetadata(params);

export default function Page({ params }: PageProps<'/authors/[slug]'>) {
  return <AuthorPage params={params} />;
}
