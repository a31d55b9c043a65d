import { Link } from '#components/ui/link';
import type { SectionView } from '#features/articles/schema';
import { archivePath, sectionPath } from '#lib/addresses';
import type { Messages } from '#messages/catalogue';

export function NotFoundNotice({ t, sections }: { t: Messages; sections: SectionView[] }) {
  return (
    <main id="content" className="notice">
      <p className="notice-mark" aria-hidden="true">
        404
      </p>
      <h1>{t.notFoundTitle}</h1>
      <p className="notice-text">{t.notFoundText}</p>
      <nav aria-label={t.notFoundWhere}>
        <ul className="notice-links">
          <li>
            <Link href="/">{t.backToFront}</Link>
          </li>
          <li>
            <Link href={archivePath}>{t.archive}</Link>
          </li>
          {sections.slice(0, 8).map((section) => (
            <li key={section.slug}>
              <Link href={sectionPath(section.slug)}>{section.name}</Link>
            </li>
          ))}
        </ul>
      </nav>
    </main>
  );
}
