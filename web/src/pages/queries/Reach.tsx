import { count } from '../../ui/format';
import { Section } from '../../ui/Page';
import type { Batch } from './batch';

/** How far the query is in each partition of its topic. */
export function Reach({ batch }: { batch: Batch }) {
  return (
    <Section title="Partitions">
      <div className="table-wrap" tabIndex={0} role="region" aria-label="Partitions">
        <table className="table reach">
          <thead><tr><th scope="col">Partition</th><th scope="col" className="number">Read up to</th><th scope="col" className="number">Ended at</th><th scope="col" className="number">Lag</th></tr></thead>
          <tbody>
            {batch.reach.map((one) => (
              <tr key={one.partition}>
                <td className="mono">{one.partition}</td>
                <td className="number">{count(one.end)}</td>
                <td className="number">{one.latest === undefined ? '-' : count(one.latest)}</td>
                <td className="number">{count(String(one.behind))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
