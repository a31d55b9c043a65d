import { Link } from '#components/ui/link';
import type { Edition } from '#messages/edition';

/** Pages are numbered from the oldest, so the bare address is the newest and a number never changes what it shows. */
export function Pagination({
  path,
  page,
  pages,
  edition: { t, format },
}: {
  path: string;
  page: number;
  pages: number;
  edition: Edition;
}) {
  if (pages === 1) return null;
  const address = (number: number) => (number === pages ? path : `${path}/page/${number}`);
  return (
    <nav className="pagination" aria-label={t.pagination}>
      {page < pages ? (
        <Link href={address(page + 1)} rel="prev">
          {t.newer}
        </Link>
      ) : (
        <span />
      )}
      <span>{t.pageOf(format.number(page), format.number(pages))}</span>
      {page > 1 ? (
        <Link href={address(page - 1)} rel="next">
          {t.older}
        </Link>
      ) : (
        <span />
      )}
    </nav>
  );
}
