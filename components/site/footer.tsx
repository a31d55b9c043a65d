import { Link } from '#components/ui/link';
import { Markup } from '#components/ui/markup';
import { archivePath, correctionsPath, pagePath, sectionPath } from '#lib/addresses';
import type { ChromeProps } from './chrome.tsx';

export function Footer({ edition: { t }, settings, sections, pages, menus }: ChromeProps) {
  const { name, tagline, footer, poweredBy, designedBy, designedByUrl } = settings;
  return (
    <Markup as="footer" className="footer">
      <div className="footer-inner">
        <div className="footer-about">
          <p className="footer-name">
            <Link href="/">{name}</Link>
          </p>
          {tagline && <p>{tagline}</p>}
          {footer && <p className="footer-text">{footer}</p>}
        </div>
        {sections.length > 0 && (
          <nav aria-labelledby="all-sections" className="footer-sections">
            <h2 id="all-sections">{t.allSections}</h2>
            <ul>
              {sections.map((section) => (
                <li key={section.slug}>
                  <Link href={sectionPath(section.slug)}>{section.name}</Link>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {menus.footer?.length !== 0 && (
          <nav aria-labelledby="footer-pages">
            <h2 id="footer-pages">{t.pages}</h2>
            <ul>
              {menus.footer ? (
                menus.footer.map((entry) => (
                  <li key={`${entry.href} ${entry.label}`}>
                    <Link href={entry.href} dir="auto">
                      {entry.label}
                    </Link>
                  </li>
                ))
              ) : (
                <>
                  {pages.map((page) => (
                    <li key={page.slug}>
                      <Link href={pagePath(page.slug)}>{page.title}</Link>
                    </li>
                  ))}
                  <li>
                    <Link href={archivePath}>{t.archive}</Link>
                  </li>
                  <li>
                    <Link href={correctionsPath}>{t.corrections}</Link>
                  </li>
                </>
              )}
            </ul>
          </nav>
        )}
        <nav aria-labelledby="footer-feeds">
          <h2 id="footer-feeds">{t.follow}</h2>
          <ul>
            <li>
              <a href="/feed.xml">{t.rssFeed}</a>
            </li>
            <li>
              <a href="/atom.xml">{t.atomFeed}</a>
            </li>
            <li>
              <a href="/feed.json">{t.jsonFeed}</a>
            </li>
          </ul>
        </nav>
      </div>
      <p className="footer-credit">
        {(poweredBy || designedBy) && (
          <span>
            {poweredBy && t.publishedWith}
            {poweredBy && designedBy && ' · '}
            {designedBy && (
              <>
                {t.designedBy}{' '}
                {designedByUrl ? (
                  <a href={designedByUrl} rel="noopener">
                    <bdi>{designedBy}</bdi>
                  </a>
                ) : (
                  <bdi>{designedBy}</bdi>
                )}
              </>
            )}
          </span>
        )}
        <a href="#content">{t.backToTop}</a>
      </p>
    </Markup>
  );
}
