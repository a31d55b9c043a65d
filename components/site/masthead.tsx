import { AccountMenu } from '#components/account/menu';
import { Link } from '#components/ui/link';
import { Markup } from '#components/ui/markup';
import { archivePath, notificationsPath, sectionPath } from '#lib/addresses';
import type { ChromeProps } from './chrome.tsx';

/** More than fit in a line; the footer has them all. */
const inNavigation = 7;

/** The nameplate and the sections. On the front page it is large (`body:has(.front)` in `site.css`). */
export function Masthead({ edition: { t, language }, name, tagline, sections }: ChromeProps) {
  const shown = sections.slice(0, sections.length > inNavigation + 1 ? inNavigation : inNavigation + 1);
  return (
    <header className="masthead">
      <div className="masthead-inner">
        <div className="nameplate">
          <Link href="/" className="nameplate-name">
            {name}
          </Link>
          {tagline && <p className="nameplate-tagline">{tagline}</p>}
        </div>
        <div className="account-entry">
          {/* Where it is pressed it says which page to come back to. */}
          <Link href="/sign-in" rel="nofollow" className="account-sign-in">
            {t.signInTitle}
          </Link>
          <AccountMenu
            label={t.accountYours}
            notificationsHref={notificationsPath}
            language={language}
            unread={{ one: t.unreadNotifications(1, '#'), other: t.unreadNotifications(2, '#') }}
          />
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a function of ours. */}
          <script dangerouslySetInnerHTML={{ __html: `(${comeBack})()` }} />
        </div>
        <Markup as="nav" className="section-nav" aria-label={t.sections}>
          <ul>
            {shown.map((section) => (
              <li key={section.slug}>
                <Link href={sectionPath(section.slug)}>{section.name}</Link>
              </li>
            ))}
            {shown.length < sections.length && (
              <li>
                <a href="#all-sections">{t.allSections}</a>
              </li>
            )}
            <li className="section-nav-apart">
              <Link href={archivePath}>{t.archive}</Link>
            </li>
          </ul>
        </Markup>
      </div>
    </header>
  );
}

/** Runs in the reader's browser, by itself: signing in leads back to the page it began on. */
function comeBack(): void {
  const link = document.querySelector<HTMLAnchorElement>('.account-sign-in');
  const { pathname, search } = location;
  if (link && pathname !== '/' && !pathname.startsWith('/sign-in'))
    link.href = `/sign-in?to=${encodeURIComponent(pathname + search)}`;
}
