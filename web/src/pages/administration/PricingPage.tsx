import { Code, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import PricePast from '../../compute/PricePast';
import { type Price, priceText } from '../../compute/price';
import { priceQuery } from '../../compute/priceQuery';
import { CopyAs } from '../../ui/CopyAs';
import { Loading } from '../../ui/Loading';
import { Page, Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { SeriesChart } from '../../ui/chart/SeriesChart';
import { curvePoints, priceOf } from './curve';

const showShare = (share: number) => `${Math.round(share)} %`;

/** The curve of the price: what it is, what it was, and what another would lead to. */
export function PricingPage() {
  const price = useQuery(priceQuery);
  return (
    <Page title="Price of compute" actions={<CopyAs command="hops price" path="/api/v1/price" />}>
      {price.isPending && <Loading rows={8} />}
      {price.error && <Problem error={price.error} onRetry={() => void price.refetch()} />}
      {price.data && <><PricePast price={price.data} /><WhatIf price={price.data} /></>}
    </Page>
  );
}

/** Another curve beside the one in force: nothing is changed by it. */
function WhatIf({ price: { curve, load } }: { price: Price }) {
  const [wished, setWished] = useState(curve);
  const put = (name: keyof Price['curve']) => (value: number | string) => value !== '' && setWished({ ...wished, [name]: Number(value) });
  const share = Math.max(load.cpu, load.memory);
  return (
    <Section title="What if">
      <div className="toolbar">
        <NumberInput label="Threshold" w={130} min={0} max={1} step={0.05} decimalScale={3} value={wished.threshold} onChange={put('threshold')} />
        <NumberInput label="Factor" w={130} min={0} step={0.5} decimalScale={3} value={wished.factor} onChange={put('factor')} />
        <NumberInput label="Maximum" w={130} min={1} step={0.5} decimalScale={3} value={wished.maximum} onChange={put('maximum')} />
      </div>
      <p>At the load of this moment the price would be <strong>{priceText(priceOf(wished, share))}</strong> and is {priceText(priceOf(curve, share))}; when all is in use <strong>{priceText(priceOf(wished, 1))}</strong> and {priceText(priceOf(curve, 1))}.</p>
      <SeriesChart title="Price over what is in use" points={curvePoints(wished)} show={priceText} showX={showShare} />
      <p className="muted">The curve is a setting and changes with a start of the server: <Code>{`hops server --Compute:PriceThreshold=${wished.threshold} --Compute:PriceFactor=${wished.factor} --Compute:PriceMaximum=${wished.maximum}`}</Code></p>
    </Section>
  );
}
