import { Button, Title } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconFolder } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { datasetsQuery } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { icon } from '../../theme';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';
import { quoted } from './answer';
import { columnsQuery } from './tables';

function shortType(type: string): string {
  return type.toLowerCase().replace('timestamp with time zone', 'timestamptz');
}

/** The datasets that SQL reads as tables, and the columns of those that are opened. */
export function Catalogue({ onInsert }: { onInsert: (sql: string) => void }) {
  const { name: project } = useProject();
  const datasets = useQuery(datasetsQuery(project));
  return (
    <nav className="catalogue" aria-label="Catalogue">
      <Title order={2}>Datasets</Title>
      {datasets.isPending && <Loading rows={4} />}
      {datasets.error && <Problem error={datasets.error} onRetry={() => void datasets.refetch()} />}
      {datasets.data?.length === 0 && <p className="muted">No dataset yet: SQL reads the files of datasets.</p>}
      <ul>{datasets.data?.map((dataset) => <Dataset key={dataset.name} name={dataset.name} onInsert={onInsert} />)}</ul>
    </nav>
  );
}

function Dataset({ name, onInsert }: { name: string; onInsert: (sql: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <button type="button" className="catalogue-item" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Chevron size={14} aria-hidden /><IconFolder {...icon.small} aria-hidden /><span className="ellipsis" title={name}>{name}</span>
      </button>
      {isOpen && <Columns dataset={name} onInsert={onInsert} />}
    </li>
  );
}

function Columns({ dataset, onInsert }: { dataset: string; onInsert: (sql: string) => void }) {
  const { name: project } = useProject();
  const columns = useQuery(columnsQuery(project, dataset));
  return (
    <div className="catalogue-columns">
      {columns.isPending && <Loading rows={3} />}
      {columns.error && <p className="muted">{columns.error.message}</p>}
      {columns.data && <dl>{columns.data.map((column) => <div key={column.name}><dt className="mono ellipsis" title={column.name}>{column.name}</dt><dd className="mono ellipsis" title={column.type}>{shortType(column.type)}</dd></div>)}</dl>}
      <div className="row">
        {columns.data && <Button variant="subtle" size="compact-sm" onClick={() => onInsert(`SELECT * FROM ${quoted(dataset)} LIMIT 100`)}>Select</Button>}
        <TextLink to="/p/$project/data/$dataset/$" params={{ project, dataset, _splat: '' }} search={{}} size="sm">Files</TextLink>
      </div>
    </div>
  );
}
