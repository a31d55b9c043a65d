import type { ReactNode } from 'react';
import { Link } from '#components/ui/link';
import { articlesDeskPath, embedsDeskPath, linkbacksDeskPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';
import { newsroomTextsFor } from '#messages/newsroom';

/** What stands around every page of the newsroom: small, so that the work has the room. */
export function Frame({
  name,
  edition: { t, language },
  children,
}: {
  name: string;
  edition: Edition;
  children: ReactNode;
}) {
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
                <Link href={articlesDeskPath}>{newsroomTextsFor(language).articlesDesk}</Link>
              </li>
              <li>
                <Link href="/admin/moderation">{t.moderation}</Link>
              </li>
              <li>
                <Link href={embedsDeskPath}>{t.embedsDesk}</Link>
              </li>
              <li>
                <Link href={linkbacksDeskPath}>{t.linkbacksDesk}</Link>
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
