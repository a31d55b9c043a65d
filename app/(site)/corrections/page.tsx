import { CorrectionsPage, correctionsMetadata } from './corrections-page.tsx';

export const generateMetadata = () => correctionsMetadata();

export default function Page() {
  return <CorrectionsPage />;
}
