import { cachedNavigation } from '#app/_cached/settings';
import { SectionPage, sectionMetadata } from '../section-page.tsx';

/** The sections of the navigation; a build needs at least one address. */
export async function generateStaticParams() {
  const { sections } = await cachedNavigation();
  return sections.length > 0 ? sections.slice(0, 20).map(({ slug }) => ({ slug })) : [{ slug: '-' }];
}

export const generateMetadata = ({ params }: PageProps<'/sections/[slug]'>) => sectionMetadata(params);

export default function Page({ params }: PageProps<'/sections/[slug]'>) {
  return <SectionPage params={params} />;
}
