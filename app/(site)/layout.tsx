import type { ReactNode } from 'react';
import { getChrome } from '#app/_cached/edition';
import { Chrome } from '#components/site/chrome';

// Every reading page is whole and static; a build fails where one is not.
export const ensureStatic = 'navigation';

export default async function SiteLayout({ children }: { children: ReactNode }) {
  return <Chrome {...(await getChrome())}>{children}</Chrome>;
}
