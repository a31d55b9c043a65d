import { termsMetadata, termsPage } from '../terms.tsx';
import '../../styles/arranging.css';

/** A page of each request: who asks decides what it shows. */
export const instant = false;

export const generateMetadata = () => termsMetadata('section');

export default function Page({ searchParams }: PageProps<'/admin/sections'>) {
  return termsPage('section', searchParams);
}
