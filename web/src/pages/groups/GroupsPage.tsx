import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { useProject } from '../../frame/project';
import { HEARTBEAT_MS } from '../../live/connection';
import { CopyAs } from '../../ui/CopyAs';
import { Empty } from '../../ui/Empty';
import { count } from '../../ui/format';
import { type Column, List } from '../../ui/List';
import { Page } from '../../ui/Page';
import { Stale } from '../../ui/Stale';
import { TextLink } from '../../ui/TextLink';
import { type ConsumerGroup, lagText, lagValue, stateOf, topicsOf } from './group';
import { GroupState } from './GroupState';
import { useGroupNews } from './useGroupNews';

const REFRESH_MS = 4000;

function columnsOf(project: string): readonly Column<ConsumerGroup>[] {
  return [
    { key: 'name', header: 'Group', value: (row) => row.group, cell: (row) => <TextLink to="/p/$project/groups/$group" params={{ project, group: row.group }} search={{}} className="mono">{row.group}</TextLink> },
    { key: 'state', header: 'State', value: (row) => stateOf(row)[1], cell: (row) => <GroupState group={row} />, width: 150 },
    { key: 'members', header: 'Members', value: (row) => row.members.length, cell: (row) => count(row.members.length), align: 'right', width: 100, isExtra: true },
    { key: 'topics', header: 'Topics', value: (row) => topicsOf(row).join(' '), cell: (row) => <Topics names={topicsOf(row)} />, isExtra: true },
    { key: 'partitions', header: 'Partitions', value: (row) => row.partitions.length, cell: (row) => count(row.partitions.length), align: 'right', width: 100, isExtra: true },
    { key: 'lag', header: 'Lag, records', value: (row) => lagValue(row.lag), cell: (row) => lagText(row.lag), align: 'right', width: 130 },
  ];
}

function Topics({ names }: { names: readonly string[] }) {
  return <span className="mono" title={names.join('\n')}>{names.join(', ')}</span>;
}

/** The consumer groups of a project, and how far behind each is. */
export function GroupsPage() {
  const { name: project } = useProject();
  const navigate = useNavigate();
  const columns = useMemo(() => columnsOf(project), [project]);
  const live = useGroupNews(project);
  const pages = usePages(keys.part(project, 'groups', 'pages'), (query) =>
    body(api.GET('/api/v1/projects/{project}/groups', { params: { path: { project }, query } })), live.isLive ? {} : { refetchInterval: REFRESH_MS });
  return (
    <Page
      title="Consumer groups" state={<Stale updatedAt={live.isLive ? live.heardAt : pages.updatedAt} intervalMs={live.isLive ? HEARTBEAT_MS : REFRESH_MS} />}
      actions={<CopyAs command={`hops group list -p ${project}`} path={`/api/v1/projects/${project}/groups`} />}
    >
      <List
        label="groups" pages={pages} columns={columns} rowKey={(row) => row.group}
        onOpen={(row) => void navigate({ to: '/p/$project/groups/$group', params: { project, group: row.group }, search: {} })}
        empty={<Empty command={`hops group list -p ${project}`}>A consumer group shares the partitions of topics out to its members and remembers how far they have read. One is there as soon as a Kafka client with its name has read something.</Empty>}
      />
    </Page>
  );
}
