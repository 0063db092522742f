import { Button, Title } from '@mantine/core';
import { type Icon, IconArrowsRightLeft, IconChevronDown, IconChevronRight, IconFolder } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { datasetsQuery, keySchemaQuery, recordColumns, topicsQuery, valueSchemaQuery } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { icon } from '../../theme';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';
import { quoted } from './answer';
import { columnsQuery, topicColumns } from './tables';

function shortType(type: string): string {
  return type.toLowerCase().replace('timestamp with time zone', 'timestamptz');
}

/** What SQL reads as tables, datasets and topics, and the columns of those that are opened. */
export function Catalogue({ onInsert }: { onInsert: (sql: string) => void }) {
  const { name: project } = useProject();
  const datasets = useQuery(datasetsQuery(project));
  const topics = useQuery(topicsQuery(project));
  return (
    <nav className="catalogue" aria-label="Catalogue">
      <Title order={2}>Datasets</Title>
      {datasets.isPending && <Loading rows={4} />}
      {datasets.error && <Problem error={datasets.error} onRetry={() => void datasets.refetch()} />}
      {datasets.data?.length === 0 && <p className="muted">No dataset yet: SQL reads the files of datasets.</p>}
      <ul>{datasets.data?.map(({ name }) => <Item key={name} name={name} Symbol={IconFolder}><DatasetColumns dataset={name} onInsert={onInsert} /></Item>)}</ul>
      <Title order={2}>Topics</Title>
      {topics.isPending && <Loading rows={2} />}
      {topics.error && <Problem error={topics.error} onRetry={() => void topics.refetch()} />}
      {topics.data?.length === 0 && <p className="muted">No topic yet: SQL reads the newest records of topics.</p>}
      <ul>{topics.data?.map(({ name }) => <Item key={name} name={name} Symbol={IconArrowsRightLeft}><TopicColumns topic={name} onInsert={onInsert} /></Item>)}</ul>
    </nav>
  );
}

function Item({ name, Symbol, children }: { name: string; Symbol: Icon; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <button type="button" className="catalogue-item" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Chevron size={14} aria-hidden /><Symbol {...icon.small} aria-hidden /><span className="ellipsis" title={name}>{name}</span>
      </button>
      {isOpen && <div className="catalogue-columns">{children}</div>}
    </li>
  );
}

function Columns({ columns }: { columns: readonly { name: string; type: string }[] }) {
  return <dl>{columns.map((column) => <div key={column.name}><dt className="mono ellipsis" title={column.name}>{column.name}</dt><dd className="mono ellipsis" title={column.type}>{shortType(column.type)}</dd></div>)}</dl>;
}

function DatasetColumns({ dataset, onInsert }: { dataset: string; onInsert: (sql: string) => void }) {
  const { name: project } = useProject();
  const columns = useQuery(columnsQuery(project, dataset));
  return (
    <>
      {columns.isPending && <Loading rows={3} />}
      {columns.error && <p className="muted">{columns.error.message}</p>}
      {columns.data && <Columns columns={columns.data} />}
      <div className="row">
        {columns.data && <Button variant="subtle" size="compact-sm" onClick={() => onInsert(`SELECT * FROM ${quoted(dataset)} LIMIT 100`)}>Select</Button>}
        <TextLink to="/p/$project/data/$dataset/$" params={{ project, dataset, _splat: '' }} search={{}} size="sm">Files</TextLink>
      </div>
    </>
  );
}

function TopicColumns({ topic, onInsert }: { topic: string; onInsert: (sql: string) => void }) {
  const { name: project } = useProject();
  const schema = useQuery(valueSchemaQuery(project, topic));
  const ofKeys = useQuery(keySchemaQuery(project, topic)).data;
  return (
    <>
      {schema.isPending && <Loading rows={3} />}
      {schema.error && <p className="muted">{schema.error.message}</p>}
      {schema.data === null && <p className="muted">It has no schema, by which SQL would read it.</p>}
      {schema.data && <Columns columns={topicColumns(schema.data, recordColumns(ofKeys))} />}
      <div className="row">
        {schema.data && <Button variant="subtle" size="compact-sm" onClick={() => onInsert(`SELECT * FROM topics.${quoted(topic)} ORDER BY _timestamp DESC LIMIT 100`)}>Select</Button>}
        <TextLink to="/p/$project/topics/$topic" params={{ project, topic }} search={{}} size="sm">Messages</TextLink>
      </div>
    </>
  );
}
