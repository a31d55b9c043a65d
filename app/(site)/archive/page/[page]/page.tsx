import { ArchivePage, archiveMetadata } from '../../archive-page.tsx';

/** Rendered when first asked for; a build names one, whose page is a not-found. */
export const generateStaticParams = () => [{ page: '-' }];

export const generateMetadata = async ({ params }: PageProps<'/archive/page/[page]'>) =>
  archiveMetadata((await params).page);

export default async function Page({ params }: PageProps<'/archive/page/[page]'>) {
  return <ArchivePage wanted={(await params).page} />;
}
