import type { ReactNode } from 'react';
import { Link } from '#components/ui/link';
import { Picture } from '#components/ui/picture';
import type { CardView } from '#features/articles/schema';
import { articlePath } from '#lib/addresses';
import { directionOf } from '#lib/format';
import type { Edition } from '#messages/edition';

export type CardProps = { card: CardView; edition: Edition; level?: 2 | 3 | 4 };

/** `lang` and `dir` of words in another language than the page's. */
export const languageOf = (card: { language: string | null }) =>
  card.language === null ? {} : { lang: card.language, dir: directionOf(card.language) };

/** The same for words of the interface that stand inside an article in another language. */
export const interfaceLanguage = (article: { language: string | null }, edition: Edition) =>
  article.language === null ? {} : { lang: edition.language };

/** A headline that is the card's one link; the whole card takes the click (`.card` in `lists.css`). */
export function CardHeadline({ card, level = 3 }: { card: CardView; level?: 2 | 3 | 4 }) {
  const Heading = `h${level}` as const;
  return (
    <Heading className="card-headline" {...languageOf(card)}>
      <Link href={articlePath(card.slug)}>{card.headline}</Link>
    </Heading>
  );
}

/** The picture of a card says nothing that the headline beside it does not, so it has no text of its own. */
export function CardPicture({ card, sizes, priority = false }: { card: CardView; sizes: string; priority?: boolean }) {
  if (!card.picture) return null;
  const { src, width, height, focus } = card.picture;
  return (
    <div className="card-picture">
      <Picture src={src} width={width} height={height} alt="" sizes={sizes} priority={priority} focus={focus} />
    </div>
  );
}

/** Where a syndicated story is from, or who wrote it; then the date, and what else is asked for. */
export function CardMeta({ card, edition: { t, format }, children }: CardProps & { children?: ReactNode }) {
  const names = card.bylines.map((byline) => byline.name);
  const who = card.sourceName ? t.from(card.sourceName) : names.length > 0 ? t.by(format.list(names)) : '';
  return (
    <p className="card-meta">
      {who && <span>{who}</span>}
      <time dateTime={card.publishedAt}>{format.shortDate(card.publishedAt)}</time>
      {children}
    </p>
  );
}

export function CardDeck({ card }: { card: CardView }) {
  const words = card.deck || card.excerpt;
  return words ? (
    <p className="card-deck" {...languageOf(card)}>
      {words}
    </p>
  ) : null;
}
