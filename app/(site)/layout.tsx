import type { ReactNode } from 'react';

// Every reading page is whole and static; a build fails where one is not.
export const ensureStatic = 'navigation';

export default function SiteLayout({ children }: { children: ReactNode }) {
  return <>{children}</>;
}
