import { useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { bytes, count } from '../../ui/format';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';
import { State } from '../../ui/State';
import { Time } from '../../ui/Time';

const REFRESH_MS = 5000;
const HEADERS = ['Partition', 'First offset', 'End offset', 'Records', 'Share', 'Size', 'Newest', ''];

/** The partitions of a topic: how far each goes, and how evenly records lie. */
export function Partitions({ topic }: { topic: string }) {
  const { name: project } = useProject();
  const partitions = useQuery({
    queryKey: keys.part(project, 'topics', 'one', topic, 'partitions'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/topics/{topic}/partitions', { params: { path: { project, topic } } })),
    refetchInterval: REFRESH_MS,
  });
  if (partitions.isPending) return <Loading rows={6} />;
  if (partitions.error) return <Problem error={partitions.error} onRetry={() => void partitions.refetch()} />;
  const { items } = partitions.data;
  const top = Math.max(1, ...items.map((item) => Number(item.records)));
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Partitions">
      <table className="table">
        <thead><tr>{HEADERS.map((header, index) => <th key={header} scope="col" className={index > 0 && index < 4 || index === 5 ? 'number' : ''}>{header}</th>)}</tr></thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.partition}>
              <td className="mono">{item.partition}</td>
              <td className="number">{count(item.beginOffset)}</td>
              <td className="number">{count(item.endOffset)}</td>
              <td className="number">{count(item.records)}</td>
              <td className="skew" aria-hidden><div style={{ width: `${(100 * Number(item.records)) / top}%` }} /></td>
              <td className="number">{bytes(item.sizeBytes)}</td>
              <td><Time value={item.lastTime} none="-" /></td>
              <td>{item.isDamaged && <State kind="failed" label="Damaged" raw="It takes no more records: its owner repairs it." />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
