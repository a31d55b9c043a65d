import { SectionPage, sectionMetadata } from '../../../section-page.tsx';

type Props = PageProps<'/sections/[slug]/page/[page]'>;

/** Rendered when first asked for; a build names one, whose page is a not-found. */
export const generateStaticParams = () => [{ slug: '-', page: '1' }];

export const generateMetadata = ({ params }: Props) => sectionMetadata(params);

export default function Page({ params }: Props) {
  return <SectionPage params={params} />;
}
