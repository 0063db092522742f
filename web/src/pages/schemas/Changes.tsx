import { type FieldChange } from '../../avro/changes';
import { State } from '../../ui/State';

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** What changed, field by field, and what that means to who reads old records by the new schema. */
export function Changes({ changes }: { changes: readonly FieldChange[] | undefined }) {
  if (changes === undefined) return <p className="muted">It cannot be compared before it is JSON.</p>;
  if (changes.length === 0) return <p className="muted">No field differs.</p>;
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Changes">
      <table className="table changes">
        <thead><tr><th scope="col" aria-label="Kind" /><th scope="col">Field</th><th scope="col">Change</th><th scope="col">BACKWARD</th></tr></thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.kind} ${change.path}`}>
              <td className="mono" title={change.kind}>{SIGNS[change.kind]}</td>
              <td className="mono">{change.path}</td>
              <td className="mono" title={change.text}>{change.text}</td>
              <td>{change.breaks === undefined ? <State kind="ok" label="Compatible" /> : <State kind="failed" label="Breaking" raw={change.breaks} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {changes.some((change) => change.breaks) && <ul className="change-reasons">{changes.filter((change) => change.breaks).map((change) => <li key={change.path}><span className="mono">{change.path}</span>: {change.breaks}.</li>)}</ul>}
    </div>
  );
}
