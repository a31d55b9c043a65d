import { termPage, termsMetadata } from '../../terms.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export const generateMetadata = () => termsMetadata('tag');

export default function Page(props: PageProps<'/admin/tags/[id]'>) {
  return termPage('tag', props);
}
