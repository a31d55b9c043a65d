import type { ReactNode } from 'react';
import { Link } from '#components/ui/link';
import { embedsDeskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

/** What stands around every page of the newsroom: small, so that the work has the room. */
export function Frame({ name, edition: { t }, children }: { name: string; edition: Edition; children: ReactNode }) {
  return (
    <>
      <a className="skip-link" href="#content">
        {t.skipToContent}
      </a>
      <header className="newsroom">
        <div className="newsroom-inner">
          <p className="newsroom-name">
            <Link href="/">{name}</Link>
            <span>{t.newsroom}</span>
          </p>
          <nav aria-label={t.newsroomNav}>
            <ul>
              <li>
                <Link href="/admin/moderation">{t.moderation}</Link>
              </li>
              <li>
                <Link href={embedsDeskPath}>{t.embedsDesk}</Link>
              </li>
              <li>
                <Link href="/account">{t.yourAccount}</Link>
              </li>
            </ul>
          </nav>
        </div>
      </header>
      {children}
    </>
  );
}
