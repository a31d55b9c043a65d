import { termsMetadata, termsPage } from '../terms.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export const generateMetadata = () => termsMetadata('author');

export default function Page({ searchParams }: PageProps<'/admin/authors'>) {
  return termsPage('author', searchParams);
}
