import type { AvroField } from './avro';

/** The fields of a record, one a line. */
export function FieldTable({ fields }: { fields: readonly AvroField[] }) {
  if (fields.length === 0) return <p className="muted">It is no record: it has no fields.</p>;
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Fields">
      <table className="table">
        <thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Default</th><th scope="col" className="extra">Meaning</th></tr></thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.name}>
              <td className="mono">{field.name}</td>
              <td className="mono" title={field.typeText}>{field.typeText}</td>
              <td className="mono">{field.fallback ?? <span className="muted">none</span>}</td>
              <td className="extra" title={field.doc}>{field.doc ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
