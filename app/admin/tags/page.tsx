import { termsMetadata, termsPage } from '../terms.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export const generateMetadata = () => termsMetadata('tag');

export default function Page({ searchParams }: PageProps<'/admin/tags'>) {
  return termsPage('tag', searchParams);
}
