import { spanText } from '../../ui/duration';
import { count, type Integer } from '../../ui/format';
import { Time } from '../../ui/Time';
import type { Batch } from './batch';
import { rateText } from './numbers';
import type { Query } from './query';

/** The numbers of a query, all batches together and the last one. */
export function Totals({ query, last }: { query: Query; last: Batch | undefined }) {
  const totals = query.status.totals;
  const facts: [string, React.ReactNode, boolean?][] = [
    ['Since', <Time key="since" value={query.status.since} />],
    ['Rows read', shown(totals?.rowsIn)],
    ['Rows written', shown(totals?.rowsOut)],
    ['Rows/s now', rateText(last?.inRate)],
    ['Can do', last?.workRate === undefined ? '-' : `${rateText(last.workRate)}/s`],
    ['Lag', last ? count(String(last.behind)) : '-'],
    ['Last batch', last ? spanText(last.durationMs) : '-'],
    ['Late, left out', shown(totals?.rowsLate), isSome(totals?.rowsLate)],
    ['Undecodable', shown(totals?.recordsBad), isSome(totals?.recordsBad)],
    ['Without time', shown(totals?.rowsWithoutTime), isSome(totals?.rowsWithoutTime)],
  ];
  return (
    <dl className="numbers">
      {facts.map(([name, value, isBad]) => <div key={name}><dt>{name}</dt><dd data-bad={isBad || undefined}>{value}</dd></div>)}
    </dl>
  );
}

function shown(value: Integer | undefined): string {
  return value === undefined ? '-' : count(value);
}

function isSome(value: Integer | undefined): boolean {
  return value !== undefined && String(value) !== '0';
}
