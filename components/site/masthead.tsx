import { Link } from '#components/ui/link';
import { archivePath, sectionPath } from '#lib/addresses';
import type { ChromeProps } from './chrome.tsx';

/** More than fit in a line; the footer has them all. */
const inNavigation = 7;

/** The nameplate and the sections. On the front page it is large (`body:has(.front)` in `site.css`). */
export function Masthead({ edition: { t }, name, tagline, sections }: ChromeProps) {
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
        <nav className="section-nav" aria-label={t.sections}>
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
        </nav>
      </div>
    </header>
  );
}
