import { Link } from '#components/ui/link';
import type { Edition } from '#messages/edition';

type Props = {
  path: string;
  query: Record<string, string>;
  list: { page: number; pages: number };
  edition: Edition;
};

/** From page to page of a list of the newsroom. */
export function DeskPages({ path, query, list: { page, pages }, edition: { t, format } }: Props) {
  if (pages <= 1) return null;
  const to = (number: number) => `${path}?${new URLSearchParams({ ...query, page: String(number) })}`;
  return (
    <nav className="pagination" aria-label={t.pagination}>
      {page > 1 ? <Link href={to(page - 1)}>{t.previousPage}</Link> : <span />}
      <span>{t.pageOf(format.number(page), format.number(pages))}</span>
      {page < pages ? <Link href={to(page + 1)}>{t.nextPage}</Link> : <span />}
    </nav>
  );
}
