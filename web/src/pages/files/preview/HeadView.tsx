import type { Head } from './head';

/** The beginning of a file of text, of a table or of bytes. */
export function HeadView({ head }: { head: Head }) {
  return (
    <>
      {head.kind === 'grid' ? <Grid rows={head.rows} /> : <pre className="preview" tabIndex={0} aria-label="Beginning of the file">{head.text || '(empty)'}</pre>}
      {!head.isWhole && <p className="muted">Only the beginning is shown.</p>}
      {head.kind === 'hex' && <p className="muted">This is not text in UTF-8: its first bytes are shown.</p>}
    </>
  );
}

/** A table whose first row has the names of its columns. */
export function Grid({ rows: [header = [], ...rows], label = 'Beginning of the table' }: { rows: string[][]; label?: string }) {
  return (
    <div className="table-wrap preview-grid" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead><tr>{header.map((cell, column) => <th key={column} scope="col">{cell}</th>)}</tr></thead>
        <tbody>{rows.map((row, line) => <tr key={line}>{row.map((cell, column) => <td key={column} title={cell}>{cell}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
