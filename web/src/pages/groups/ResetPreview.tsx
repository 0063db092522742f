import { moveOf, type OffsetChange } from './reset';

/** The offsets of partitions before and after a reset. */
export function ResetPreview({ changes, isDone }: { changes: readonly OffsetChange[]; isDone: boolean }) {
  return (
    <div role="status" aria-label={isDone ? 'What was changed' : 'What would change'}>
      <p className="muted">{isDone ? 'This is done: who joins the group goes on there.' : 'Nothing is changed yet. This is what would change:'}</p>
      <div className="table-wrap" tabIndex={0} role="region" aria-label="Offsets">
        <table className="table">
          <thead><tr><th scope="col" className="number">Partition</th><th scope="col" className="number">Now</th><th scope="col" className="number">Then</th><th scope="col" className="number">Records</th></tr></thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.partition}>
                <td className="number mono">{change.partition}</td>
                <td className="number mono">{isDone ? <s>{change.before ?? 'none'}</s> : change.before ?? 'none'}</td>
                <td className="number mono">{change.after}</td>
                <td className="number mono">{moveOf(change)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
