import { useMemo } from 'react';
import type { Pages } from '../../api/pages';
import { useProject } from '../../frame/project';
import { type Column, List } from '../../ui/List';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import { type ConsumerGroup, type GroupPartition, lagText, lagValue, memberName, readerOf } from './group';

function columnsOf(project: string, group: ConsumerGroup): readonly Column<GroupPartition>[] {
  const reader = (row: GroupPartition) => readerOf(group, row);
  const readerName = (row: GroupPartition) => {
    const member = reader(row);
    return member ? memberName(member) : '';
  };
  return [
    { key: 'topic', header: 'Topic', value: (row) => row.topic, cell: (row) => <TextLink to="/p/$project/topics/$topic" params={{ project, topic: row.topic }} search={{}} className="mono">{row.topic}</TextLink> },
    { key: 'partition', header: 'Partition', value: (row) => row.partition, cell: (row) => <span className="mono">{row.partition}</span>, align: 'right', width: 90 },
    { key: 'committed', header: 'Committed', cell: (row) => <span className="mono">{row.committed}</span>, align: 'right', isExtra: true },
    { key: 'end', header: 'End', cell: (row) => <span className="mono">{row.endOffset ?? 'unknown'}</span>, align: 'right', isExtra: true },
    { key: 'lag', header: 'Lag', value: (row) => lagValue(row.lag), cell: (row) => lagText(row.lag), align: 'right', width: 110 },
    { key: 'at', header: 'Committed at', value: (row) => row.committedAt ?? '', cell: (row) => <Time value={row.committedAt} none="unknown" />, width: 130, isExtra: true },
    { key: 'member', header: 'Read by', value: readerName, cell: (row) => <span className="mono" title={reader(row)?.member}>{readerName(row) || '-'}</span>, isExtra: true },
    { key: 'host', header: 'From', value: (row) => reader(row)?.host ?? '', cell: (row) => <span className="mono">{reader(row)?.host ?? '-'}</span>, isExtra: true },
  ];
}

/** How far a group has come, a partition a line; sorted as one likes, by lag too. */
export function GroupPartitions({ group }: { group: ConsumerGroup }) {
  const { name: project } = useProject();
  const columns = useMemo(() => columnsOf(project, group), [project, group]);
  const nothing = () => undefined;
  const pages: Pages<GroupPartition> = {
    items: group.partitions, isLoading: false, isFetchingMore: false, error: null, hasMore: false, updatedAt: 0, more: nothing, retry: nothing,
  };
  return (
    <List
      label="partitions" pages={pages} columns={columns} rowKey={(row) => `${row.topic}-${row.partition}`}
      empty={<p className="muted">It has committed no offset of a topic that is still there.</p>}
    />
  );
}
