import { AccountMenu } from '#components/account/menu';
import { Link } from '#components/ui/link';
import { notificationsPath } from '#lib/addresses';
import type { ChromeProps } from './chrome.tsx';
import { HeaderMenu } from './header-menu.tsx';
import { Logo } from './logo.tsx';

/** The nameplate, and what leads through the publication. On the front page it is large (`:has(> .front)` in `site.css`). */
export function Masthead({ edition, settings, sections, logo, menus }: ChromeProps) {
  const { t, language } = edition;
  const { name, tagline } = settings;
  return (
    <header className="masthead">
      <div className="masthead-inner">
        <div className="nameplate">
          <Link href="/" className={logo ? 'nameplate-name has-logo' : 'nameplate-name'}>
            {logo ? <Logo logo={logo} name={name} /> : name}
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
        <HeaderMenu edition={edition} sections={sections} menu={menus.header} />
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
