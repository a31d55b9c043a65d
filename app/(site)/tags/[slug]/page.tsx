import { TagPage, tagMetadata } from '../tag-page.tsx';

/** Rendered when first asked for; a build names one, whose page is a not-found. */
export const generateStaticParams = () => [{ slug: '-' }];

export const generateMetadata = ({ params }: PageProps<'/tags/[slug]'>) => tagMetadata(params);

export default function Page({ params }: PageProps<'/tags/[slug]'>) {
  return <TagPage params={params} />;
}
