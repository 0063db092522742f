import { useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { CopyAs } from '../../ui/CopyAs';
import { Empty } from '../../ui/Empty';
import { type Column, List } from '../../ui/List';
import { MenuAction } from '../../ui/MenuAction';
import { Meter } from '../../ui/Meter';
import { Page } from '../../ui/Page';
import { RowMenu } from '../../ui/RowMenu';
import { State } from '../../ui/State';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import { useOf } from '../usage/use';
import { ChangeQuotas } from './ChangeQuotas';
import { RetentionOfProjects } from './RetentionOfProjects';

type Row = Shape<'ProjectUsageView'>;

const REFRESH_MS = 4000;

/** How much of one kind a project uses, in words and as a bar of its limit. */
function Used({ row, name }: { row: Row; name: string }) {
  const view = row.uses.find((use) => use.name === name);
  if (!view) return <span className="muted">none</span>;
  const use = useOf(view);
  return <span className="used" title={use.exact}>{use.text}{use.percent !== undefined && <Meter label={`${use.label} of ${row.name}: ${use.text}`} percent={use.percent} />}</span>;
}

function amountOf(row: Row, name: string): number {
  return Number(row.uses.find((use) => use.name === name)?.used ?? 0);
}

function columnsOf(onChange: (row: Row) => void): readonly Column<Row>[] {
  const use = (key: string, header: string, width: number, isExtra = true): Column<Row> =>
    ({ key, header, value: (row) => amountOf(row, key), cell: (row) => <Used row={row} name={key} />, width, isExtra });
  return [
    { key: 'name', header: 'Project', value: (row) => row.name, cell: (row) => <><strong>{row.name}</strong>{row.archived !== null && <> <State kind="idle" label="Archived" /></>}</> },
    { key: 'owners', header: 'Owners', value: (row) => row.owners.join(', '), cell: (row) => row.owners.join(', '), isExtra: true },
    use('file_bytes', 'Storage', 190, false),
    use('file_names', 'Files and folders', 150),
    use('topics', 'Topics', 110),
    use('queries', 'Queries', 110),
    use('compute', 'Compute credits', 190),
    { key: 'created', header: 'Created', value: (row) => row.created, cell: (row) => <Time value={row.created} />, width: 120, isExtra: true },
    {
      key: 'actions', header: '', align: 'right', width: 48,
      cell: (row) => (
        <RowMenu label={row.name}>
          <MenuAction onClick={() => onChange(row)}>Change quotas</MenuAction>
        </RowMenu>
      ),
    },
  ];
}

/** Every project, what it uses of its quotas, and the quotas. */
export function AllProjectsPage() {
  const [changed, setChanged] = useState<Row>();
  const pages = usePages(keys.usage, (query) => body(api.GET('/api/v1/usage', { params: { query } })), { refetchInterval: REFRESH_MS });
  return (
    <Page title="Projects and quotas" actions={<CopyAs command="hops project usage --all" path="/api/v1/usage" />}>
      <List label="projects" pages={pages} columns={columnsOf(setChanged)} rowKey={(row) => row.name} empty={<Empty>There is no project yet. <TextLink to="/projects/new">Make one</TextLink></Empty>} />
      <RetentionOfProjects />
      {changed && <ChangeQuotas row={changed} onClose={() => setChanged(undefined)} />}
    </Page>
  );
}
