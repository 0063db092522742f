import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Problem } from '../../ui/Problem';
import { Section } from '../../ui/Page';
import { type Head, readHead } from './head';

/** The beginning of a file, when it is asked for: reading content is an export, and the audit trail keeps it. */
export function Preview({ project, path }: { project: string; path: string }) {
  const read = useMutation({ mutationFn: () => readHead(project, path) });
  const show = <Button variant="default" size="compact-sm" loading={read.isPending} onClick={() => read.mutate()}>Show the beginning</Button>;
  return (
    <Section title="Preview" actions={read.data ? undefined : show}>
      {!read.data && !read.isError && <p className="muted">Reading a file here is kept in the audit trail as an export.</p>}
      {read.isError && <Problem error={read.error} onRetry={() => read.mutate()} />}
      {read.data && <Shown head={read.data} />}
    </Section>
  );
}

function Shown({ head }: { head: Head }) {
  return (
    <>
      {head.kind === 'grid' ? <Grid rows={head.rows} /> : <pre className="preview" tabIndex={0} aria-label="Beginning of the file">{head.text || '(empty)'}</pre>}
      {!head.isWhole && <p className="muted">Only the beginning is shown.</p>}
      {head.kind === 'hex' && <p className="muted">This is not text in UTF-8: its first bytes are shown.</p>}
    </>
  );
}

function Grid({ rows: [header = [], ...rows] }: { rows: string[][] }) {
  return (
    <div className="table-wrap preview-grid" tabIndex={0} role="region" aria-label="Beginning of the table">
      <table className="table">
        <thead><tr>{header.map((cell, column) => <th key={column} scope="col">{cell}</th>)}</tr></thead>
        <tbody>{rows.map((row, line) => <tr key={line}>{row.map((cell, column) => <td key={column} title={cell}>{cell}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
