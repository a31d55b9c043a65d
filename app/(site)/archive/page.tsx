import { ArchivePage, archiveMetadata } from './archive-page.tsx';

export const generateMetadata = () => archiveMetadata();

export default function Page() {
  return <ArchivePage />;
}
