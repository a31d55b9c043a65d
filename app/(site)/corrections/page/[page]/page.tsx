import { CorrectionsPage, correctionsMetadata } from '../../corrections-page.tsx';

/** Rendered when first asked for; a build names one, whose page is a not-found. */
export const generateStaticParams = () => [{ page: '-' }];

export const generateMetadata = async ({ params }: PageProps<'/corrections/page/[page]'>) =>
  correctionsMetadata((await params).page);

export default async function Page({ params }: PageProps<'/corrections/page/[page]'>) {
  return <CorrectionsPage wanted={(await params).page} />;
}
