'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Link } from '#components/ui/link';

/** Milliseconds between two looks. */
const every = 1500;

/** Has the page say how far things are, again and again; without scripts by a link. */
export function LookAgain({ href, children }: { href: string; children: string }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh();
    }, every);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <p className="desk-links">
      <Link href={href}>{children}</Link>
    </p>
  );
}
