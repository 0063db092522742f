import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { credits } from '../../compute/credits';
import { useProject } from '../../frame/project';
import { SeriesChart } from '../../ui/chart/SeriesChart';
import { spanText } from '../../ui/duration';
import { count } from '../../ui/format';
import { Loading } from '../../ui/Loading';
import { Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { useUrlState } from '../../ui/urlState';
import { spendPerDay } from './ledger';
import { totalsQuery } from './totals';

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const showDay = (x: number) => DAY.format(new Date(x));
const CHOICES = [{ value: 'query', label: 'By query' }, { value: 'user', label: 'By user' }];
const SHOWN_MAX = 12;

/** What compute has cost in the last month: each day, and by what or by whom. */
export function Spending() {
  const { name } = useProject();
  const days = useQuery(totalsQuery(name, 'day'));
  return (
    <Section title="Spending, last 31 days">
      {days.isPending && <Loading rows={5} />}
      {days.error && <Problem error={days.error} onRetry={() => void days.refetch()} />}
      {days.data && <SeriesChart title="Credits a day (UTC)" points={spendPerDay(days.data)} show={credits} showX={showDay} xName="Day" isAmounts />}
      <SpentOn />
    </Section>
  );
}

function SpentOn() {
  const { name } = useProject();
  const [by, setBy] = useUrlState('by', 'query');
  const { data, error, refetch } = useQuery(totalsQuery(name, by === 'user' ? 'user' : 'query'));
  const sums = data?.items.toSorted((a, b) => b.credits - a.credits).slice(0, SHOWN_MAX) ?? [];
  return (
    <div className="spent">
      <SegmentedControl aria-label="Sums" data={CHOICES} value={by === 'user' ? 'user' : 'query'} onChange={setBy} />
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {data && sums.length === 0 && <p className="muted">Nothing has run.</p>}
      {sums.length > 0 && (
        <div className="table-wrap" tabIndex={0} role="region" aria-label="Spent on">
          <table className="table">
            <thead><tr><th scope="col">{by === 'user' ? 'User' : 'Query'}</th><th scope="col" className="number">Runners</th><th scope="col" className="number extra">Ran</th><th scope="col" className="number">Credits</th></tr></thead>
            <tbody>
              {sums.map((sum) => (
                <tr key={sum.name}><td className="mono">{sum.name}</td><td className="number">{count(sum.runners)}</td><td className="number extra">{spanText(sum.runningSeconds * 1000)}</td><td className="number">{credits(sum.credits)}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
