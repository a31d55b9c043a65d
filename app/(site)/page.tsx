import Link from 'next/link';
import { cachedFront } from '#app/_cached/articles';

export default async function FrontPage() {
  const { latest } = await cachedFront();
  return (
    <ul>
      {latest.map((card) => (
        <li key={card.id}>
          <Link href={`/articles/${card.slug}`}>{card.headline}</Link>
        </li>
      ))}
    </ul>
  );
}
