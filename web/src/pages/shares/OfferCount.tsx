import { useOfferCount } from './offers';

/** Beside the entry of the navigation: what waits for an answer. */
export function OfferCount() {
  const offers = useOfferCount();
  return offers ? <span className="badge" aria-label={`${offers} to be answered`} role="img">{offers}</span> : null;
}
