import { State } from '../ui/State';
import { type Price, priceLook, priceText } from './price';

/** A price: number, word and colour. */
export function PriceState({ price }: { price: Price }) {
  const { kind, label } = priceLook(price);
  return <State kind={kind} label={`${priceText(price.multiplier)} ${label}`} />;
}
