import { Popover, Title, UnstyledButton } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { priceLook, priceText } from '../compute/price';
import { priceQuery } from '../compute/priceQuery';
import { icon } from '../theme';
import { LOOKS } from '../ui/State';
import { Loading } from '../ui/Loading';

const PricePast = lazy(() => import('../compute/PricePast'));

/** The price of compute now; behind it its past. Nothing is shown until it is known, and nothing is in the way if it cannot be. */
export function PriceChip() {
  const { data: price } = useQuery(priceQuery);
  if (!price) return null;
  const { kind, label } = priceLook(price);
  const text = priceText(price.multiplier);
  return (
    <Popover width={420} position="bottom-end" trapFocus>
      <Popover.Target>
        <UnstyledButton className={`st st-${LOOKS[kind].tone} price-chip`} aria-label={`Price of compute: ${text} ${label}`} title="Price of compute now">
          <IconCoins {...icon.small} size={14} aria-hidden />{text} <span className="price-word">{label}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown maw="calc(100vw - 24px)">
        <Title order={2}>Price of compute</Title>
        <Suspense fallback={<Loading rows={6} />}><PricePast price={price} /></Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
