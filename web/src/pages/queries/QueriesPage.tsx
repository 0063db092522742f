import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { api, body } from '../../api/client';
import { usePages } from '../../api/pages';
import { useProject } from '../../frame/project';
import { HEARTBEAT_MS } from '../../live/connection';
import { useShortcut } from '../../keys/registry';
import { icon } from '../../theme';
import { ButtonLink } from '../../ui/ButtonLink';
import { CopyAs } from '../../ui/CopyAs';
import { Empty } from '../../ui/Empty';
import { count } from '../../ui/format';
import { type Column, List } from '../../ui/List';
import { Page } from '../../ui/Page';
import { Stale } from '../../ui/Stale';
import { State } from '../../ui/State';
import { TextLink } from '../../ui/TextLink';
import { definitionOf, sinkWithin } from './definition';
import { Behind, InRate, LastBatch } from './LiveCells';
import { isActive, PHASES, type Query } from './query';
import { pagesKey, useLiveList } from './useLive';
import './queries.css';

const REFRESH_MS = 4000;
/** Queries whose batches a list reads besides: each is one request every few seconds. */
const WATCHED_MAX = 24;

function columnsOf(project: string, watched: ReadonlySet<string>, refetchInterval: number | false): readonly Column<Query>[] {
  const live = (row: Query) => ({ project, query: row.name, isWatched: watched.has(row.name), refetchInterval });
  return [
    { key: 'name', header: 'Query', value: (row) => row.name, cell: (row) => <TextLink to="/p/$project/queries/$query" params={{ project, query: row.name }} search={{}} className="mono">{row.name}</TextLink> },
    { key: 'state', header: 'State', value: (row) => row.status.state, cell: (row) => <QueryState query={row} />, width: 120 },
    { key: 'topic', header: 'Reads', value: (row) => definitionOf(row.definition).topic, cell: (row) => <span className="mono">{definitionOf(row.definition).topic}</span>, isExtra: true },
    { key: 'sink', header: 'Writes', value: (row) => definitionOf(row.definition).sink, cell: (row) => <Sink project={project} query={row} />, isExtra: true },
    { key: 'rows', header: 'Rows read', value: (row) => Number(row.status.totals?.rowsIn ?? 0), cell: (row) => (row.status.totals ? count(row.status.totals.rowsIn) : '-'), align: 'right', width: 100 },
    { key: 'rate', header: 'Rows/s', cell: (row) => <InRate {...live(row)} />, align: 'right', width: 190, isExtra: true },
    { key: 'lag', header: 'Lag', cell: (row) => <Behind {...live(row)} />, align: 'right', width: 90 },
    { key: 'batch', header: 'Last batch', cell: (row) => <LastBatch {...live(row)} />, width: 110, isExtra: true },
    { key: 'owner', header: 'Runs as', value: (row) => row.owner, cell: (row) => row.owner, width: 110, isExtra: true },
  ];
}

/** The state of a query; what should be known of it in the title. */
export function QueryState({ query }: { query: Query }) {
  const [kind, label] = PHASES[query.status.state];
  const note = query.status.note;
  return <State kind={kind} label={label} raw={note ? `${query.status.state}: ${note}` : query.status.state} />;
}

function Sink({ project, query }: { project: string; query: Query }) {
  const { sink } = definitionOf(query.definition);
  return <span className="mono" title={sink}>{sinkWithin(project, sink) ?? sink}</span>;
}

/** The streaming queries of a project, and what each is at. */
export function QueriesPage() {
  const { name: project } = useProject();
  const navigate = useNavigate();
  const live = useLiveList(project);
  const pages = usePages(pagesKey(project), (query) =>
    body(api.GET('/api/v1/projects/{project}/queries', { params: { path: { project }, query } })), live.isLive ? {} : { refetchInterval: REFRESH_MS });
  const watchedNames = pages.items.filter(isActive).slice(0, WATCHED_MAX).map((query) => query.name).join(' ');
  const columns = useMemo(() => columnsOf(project, new Set(watchedNames.split(' ')), live.isLive ? false : REFRESH_MS), [project, watchedNames, live.isLive]);
  useShortcut('c', 'New query', useCallback(() => void navigate({ to: '/p/$project/queries/-/new', params: { project }, search: {} }), [navigate, project]));
  const create = <ButtonLink to="/p/$project/queries/-/new" params={{ project }} search={{}} leftSection={<IconPlus {...icon.small} />}>New query</ButtonLink>;
  return (
    <Page
      title="Queries" state={<Stale updatedAt={live.isLive ? live.heardAt : pages.updatedAt} intervalMs={live.isLive ? HEARTBEAT_MS : REFRESH_MS} />}
      actions={<><CopyAs command={`hops query list -p ${project}`} path={`/api/v1/projects/${project}/queries`} />{create}</>}
    >
      <List
        label="queries" pages={pages} columns={columns} rowKey={(row) => row.id}
        onOpen={(row) => void navigate({ to: '/p/$project/queries/$query', params: { project, query: row.name }, search: {} })}
        empty={(
          <Empty action={create} command={`hops query create NAME -p ${project} --topic TOPIC --sql 'SELECT ...' --sink DATASET --start`}>
            A query reads a topic without end, runs SQL over what comes, and writes the result into a dataset, each row exactly once.
          </Empty>
        )}
      />
    </Page>
  );
}
