import { termPage, termsMetadata } from '../../terms.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export const generateMetadata = () => termsMetadata('author');

export default function Page(props: PageProps<'/admin/authors/[id]'>) {
  return termPage('author', props);
}
