import { useQuery } from '@tanstack/react-query';
import { useProject } from '../../frame/project';
import { SeriesChart } from '../../ui/chart/SeriesChart';
import { spanText } from '../../ui/duration';
import { bytes, count } from '../../ui/format';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';
import { Section } from '../../ui/Page';
import type { Batch } from './batch';
import { agoText, rateText } from './numbers';
import { progressQuery } from './progress';
import type { Query } from './query';
import { Reach } from './Reach';
import { Totals } from './Totals';

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const showTime = (x: number) => clock.format(new Date(x));

const SERIES: readonly (readonly [title: string, y: (batch: Batch) => number | undefined, show: (y: number) => string])[] = [
  ['Rows in, per second', (batch) => batch.inRate, rateText],
  ['Lag, records', (batch) => Number(batch.behind), (y) => count(Math.round(y))],
  ['Batch time', (batch) => batch.durationMs, spanText],
  ['Rows out, per batch', (batch) => Number(batch.rowsOut), (y) => count(Math.round(y))],
  ['State rows', (batch) => (batch.stateRows === undefined ? undefined : Number(batch.stateRows)), (y) => count(Math.round(y))],
  ['State memory', (batch) => (batch.stateBytes === undefined ? undefined : Number(batch.stateBytes)), bytes],
];

export interface LiveViewProps {
  query: Query;
  /** How often batches are read again, in milliseconds; not at all where they are told. */
  refetchInterval: number | false;
}

/** What a query does now. */
export function LiveView({ query, refetchInterval }: LiveViewProps) {
  const { name: project } = useProject();
  const progress = useQuery({ ...progressQuery(project, query.name), refetchInterval });
  const batches = progress.data ?? [];
  const last = batches.at(-1);
  return (
    <>
      <Totals query={query} last={last} />
      {progress.isPending && <Loading rows={6} />}
      {progress.error && <Problem error={progress.error} onRetry={() => void progress.refetch()} />}
      {progress.isSuccess && batches.length === 0 && <p className="muted section">No batch yet. Batches are kept while this server runs: the last 100.</p>}
      {last && (
        <>
          <Section title={`Last ${batches.length} batches`} actions={<Watermark last={last} />}>
            <div className="charts">
              {SERIES.map(([title, y, show]) => ({ title, show, points: batches.map((batch) => ({ x: Date.parse(batch.at), y: y(batch) })) }))
                .filter((series) => series.points.some((point) => point.y !== undefined))
                .map((series) => <SeriesChart key={series.title} {...series} showX={showTime} />)}
            </div>
          </Section>
          <Reach batch={last} />
        </>
      )}
    </>
  );
}

function Watermark({ last }: { last: Batch }) {
  if (last.watermark === undefined) return null;
  const behind = agoText(Date.parse(last.watermark), Date.parse(last.at));
  return <span className="muted">Watermark <time dateTime={last.watermark} className="mono">{last.watermark}</time>, {behind} before the batch</span>;
}
