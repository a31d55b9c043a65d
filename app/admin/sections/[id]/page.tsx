import { termPage, termsMetadata } from '../../terms.tsx';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export const generateMetadata = () => termsMetadata('section');

export default function Page(props: PageProps<'/admin/sections/[id]'>) {
  return termPage('section', props);
}
