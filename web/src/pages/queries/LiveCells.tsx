import { useQuery } from '@tanstack/react-query';
import { Spark } from '../../ui/chart/Spark';
import { count } from '../../ui/format';
import { Time } from '../../ui/Time';
import { rateText } from './numbers';
import { progressQuery } from './progress';
import '../../ui/chart/chart.css';

const SHOWN_MAX = 40;

interface LiveProps {
  project: string;
  query: string;
  isWatched: boolean;
  /** How often batches are read again, in milliseconds; not at all where they are told. */
  refetchInterval: number | false;
}

function useBatches({ project, query, isWatched, refetchInterval }: LiveProps) {
  return useQuery({ ...progressQuery(project, query), enabled: isWatched, refetchInterval }).data;
}

/** How many rows come a second, now and lately. */
export function InRate(props: LiveProps) {
  const batches = useBatches(props);
  const last = batches?.at(-1);
  if (!last) return <span className="muted">-</span>;
  const points = batches?.slice(-SHOWN_MAX).map((batch, index) => ({ x: index, y: batch.inRate })) ?? [];
  return <span className="live-rate"><Spark points={points} /><span>{rateText(last.inRate)}</span></span>;
}

/** How many records the source has more. */
export function Behind(props: LiveProps) {
  const last = useBatches(props)?.at(-1);
  return last ? <>{count(String(last.behind))}</> : <span className="muted">-</span>;
}

/** When the last batch began. */
export function LastBatch(props: LiveProps) {
  const last = useBatches(props)?.at(-1);
  return last ? <Time value={last.at} /> : <span className="muted">-</span>;
}
