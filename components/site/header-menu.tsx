import { Link } from '#components/ui/link';
import { Markup } from '#components/ui/markup';
import type { SectionView } from '#features/articles/schema';
import type { MenuEntry } from '#features/look/schema';
import { archivePath, sectionPath } from '#lib/addresses';
import type { Edition } from '#messages/edition';

type Props = { edition: Edition; sections: SectionView[]; menu: MenuEntry[] | null };

/** More than fit in a line; the footer has them all. */
const inNavigation = 7;

/** What leads through the publication: the menu that somebody arranged, else the sections. */
export function HeaderMenu({ edition: { t }, sections, menu }: Props) {
  if (menu) return <Arranged menu={menu} label={t.menu} />;
  const shown = sections.slice(0, sections.length > inNavigation + 1 ? inNavigation : inNavigation + 1);
  return (
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
  );
}

/** What stands under an entry is opened by it, one at a time; the entry's own page is the first of it. */
function Arranged({ menu, label }: { menu: MenuEntry[]; label: string }) {
  if (menu.length === 0) return null;
  const deep = menu.some(({ children }) => children.length > 0);
  return (
    <Markup as="nav" className={deep ? 'section-nav is-deep' : 'section-nav'} aria-label={label}>
      <ul>
        {menu.map((entry) => (
          <li key={`${entry.href} ${entry.label}`}>
            {entry.children.length === 0 ? (
              <Link href={entry.href} dir="auto">
                {entry.label}
              </Link>
            ) : (
              <details name="menu">
                <summary dir="auto">{entry.label}</summary>
                <ul>
                  {[entry, ...entry.children].map((each) => (
                    <li key={`${each.href} ${each.label}`}>
                      <Link href={each.href} dir="auto">
                        {each.label}
                      </Link>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </Markup>
  );
}
