import type { Offer } from '#app/_actions/define-action';

/**
 * Beside the sentence of a form that was refused: the way to show that it is them. In a window of its own, so that nothing
 * that was typed here is lost, with scripts or without.
 */
export function OfferLink({ failed }: { failed: { offer?: Offer } | null }) {
  const offer = failed?.offer;
  if (!offer) return null;
  return (
    <>
      {' '}
      <a href={offer.href} target="_blank" rel="noopener" className="offer-link">
        {offer.label}
        <span className="sr-only"> {offer.note}</span>
      </a>
    </>
  );
}
