import { Code, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { SeriesChart } from '../ui/chart/SeriesChart';
import { Facts } from '../ui/Facts';
import { Loading } from '../ui/Loading';
import { Problem } from '../ui/Problem';
import { type Price, priceOfFullUse, priceText } from './price';
import { pastPriceQuery } from './priceQuery';
import { PriceState } from './PriceState';
import './price.css';

const RANGES = [{ value: '1', label: '24 hours' }, { value: '7', label: '7 days' }, { value: '30', label: '30 days' }];
const CLOCK = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const showTime = (x: number) => CLOCK.format(new Date(x));

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** The price now, why it is that, and its past. */
export default function PricePast({ price }: { price: Price }) {
  const [days, setDays] = useState('1');
  const past = useQuery(pastPriceQuery(Number(days)));
  const { load, curve } = price;
  return (
    <div className="price">
      <Facts facts={[
        ['Now', <PriceState key="now" price={price} />],
        ['In use', `processors ${percent(load.cpu)}, memory ${percent(load.memory)}${load.waiting > 0 ? `, ${load.waiting} waiting` : ''}`],
        ['Rule', `${priceText(1)} while at most ${percent(curve.threshold)} is in use, ${priceText(priceOfFullUse(curve))} when all is`],
      ]}
      />
      <SegmentedControl aria-label="How far back" data={RANGES} value={days} onChange={setDays} />
      {past.isPending && <Loading rows={3} />}
      {past.error && <Problem error={past.error} onRetry={() => void past.refetch()} />}
      {past.data && <SeriesChart title="Price" points={past.data} show={priceText} showX={showTime} />}
      <Code>hops price --history {days}d</Code>
    </div>
  );
}
