import { useMemo } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { useProject } from '../../frame/project';
import { Empty } from '../../ui/Empty';
import { count } from '../../ui/format';
import { type Column, List } from '../../ui/List';
import { TextLink } from '../../ui/TextLink';
import { type ConsumerGroup, lagIn, lagText, lagValue, partitionsIn } from '../groups/group';
import { GroupState } from '../groups/GroupState';
import { useGroupNews } from '../groups/useGroupNews';

const REFRESH_MS = 4000;

function columnsOf(project: string, topic: string): readonly Column<ConsumerGroup>[] {
  return [
    { key: 'name', header: 'Group', value: (row) => row.group, cell: (row) => <TextLink to="/p/$project/groups/$group" params={{ project, group: row.group }} search={{}} className="mono">{row.group}</TextLink> },
    { key: 'state', header: 'State', value: (row) => row.state, cell: (row) => <GroupState group={row} />, width: 150 },
    { key: 'members', header: 'Members', value: (row) => row.members.length, cell: (row) => count(row.members.length), align: 'right', width: 100, isExtra: true },
    { key: 'partitions', header: 'Partitions here', value: (row) => partitionsIn(row, topic).length, cell: (row) => count(partitionsIn(row, topic).length), align: 'right', width: 130, isExtra: true },
    { key: 'lag', header: 'Lag here', value: (row) => lagValue(lagIn(row, topic)), cell: (row) => lagText(lagIn(row, topic)), align: 'right', width: 130 },
  ];
}

/** The consumer groups that have read the topic, and how far behind each is in it. */
export function Consumers({ topic }: { topic: string }) {
  const { name: project } = useProject();
  const columns = useMemo(() => columnsOf(project, topic), [project, topic]);
  const live = useGroupNews(project);
  const pages = usePages(keys.part(project, 'groups', 'pages'), (query) =>
    body(api.GET('/api/v1/projects/{project}/groups', { params: { path: { project }, query } })), live.isLive ? {} : { refetchInterval: REFRESH_MS });
  const here = { ...pages, items: pages.items.filter((group) => partitionsIn(group, topic).length > 0) };
  return (
    <List
      label="groups" pages={here} columns={columns} rowKey={(row) => row.group}
      empty={<Empty command={`hops group list -p ${project}`}>No consumer group has committed an offset here{pages.hasMore ? ', of those that were read' : ''}. Queries of the platform keep their offsets with themselves.</Empty>}
    />
  );
}
