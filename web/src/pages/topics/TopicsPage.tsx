import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { subjectsQuery, type Topic, valueSubject } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { useShortcut } from '../../keys/registry';
import { icon } from '../../theme';
import { CopyAs } from '../../ui/CopyAs';
import { Deniable } from '../../ui/Deniable';
import { Empty } from '../../ui/Empty';
import { count } from '../../ui/format';
import { FromBadge } from '../../ui/FromBadge';
import { type Column, List } from '../../ui/List';
import { Page } from '../../ui/Page';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import { retentionText } from './settings';

function columnsOf(project: string, subjects: ReadonlySet<string> | undefined): readonly Column<Topic>[] {
  return [
    { key: 'name', header: 'Topic', value: (row) => row.name, cell: (row) => <TextLink to="/p/$project/topics/$topic" params={{ project, topic: row.name }} search={{}} className="mono">{row.name}</TextLink> },
    { key: 'owner', header: 'From', value: (row) => row.owner, cell: (row) => (row.rights === null ? <span className="muted">this project</span> : <FromBadge project={row.owner} />), width: 150, isExtra: true },
    { key: 'partitions', header: 'Partitions', value: (row) => row.partitions, cell: (row) => count(row.partitions), align: 'right', width: 100 },
    { key: 'schema', header: 'Schema', cell: (row) => <SchemaCell project={project} topic={row} subjects={subjects} />, isExtra: true },
    { key: 'retention', header: 'Kept', value: (row) => retentionText(row.config), cell: (row) => retentionText(row.config), width: 130 },
    { key: 'creator', header: 'Made by', value: (row) => row.createdBy, cell: (row) => row.createdBy, isExtra: true },
    { key: 'created', header: 'Made', value: (row) => row.created, cell: (row) => <Time value={row.created} />, width: 120, isExtra: true },
  ];
}

function SchemaCell({ project, topic, subjects }: { project: string; topic: Topic; subjects: ReadonlySet<string> | undefined }) {
  const subject = valueSubject(topic.name);
  if (!subjects?.has(subject)) return <span className="muted">-</span>;
  return <TextLink to="/p/$project/schemas/$subject" params={{ project, subject }} search={{}} className="mono">{subject}</TextLink>;
}

/** The topics of a project, and those that it borrows. */
export function TopicsPage() {
  const { name: project, isOwner, ownersOnly } = useProject();
  const navigate = useNavigate();
  const subjects = useQuery(subjectsQuery(project)).data;
  const columns = useMemo(() => columnsOf(project, subjects && new Set(subjects.map((subject) => subject.name))), [project, subjects]);
  const pages = usePages(keys.part(project, 'topics', 'pages'), (query) =>
    body(api.GET('/api/v1/projects/{project}/topics', { params: { path: { project }, query } })));
  const create = useCallback(() => void navigate({ to: '/p/$project/topics/-/new', params: { project }, search: {} }), [navigate, project]);
  useShortcut(isOwner ? 'c' : undefined, 'New topic', create);
  const button = <Deniable leftSection={<IconPlus {...icon.small} />} denied={ownersOnly('make topics')} onClick={create}>New topic</Deniable>;
  return (
    <Page title="Topics" actions={<><CopyAs command={`hops topic list -p ${project}`} path={`/api/v1/projects/${project}/topics`} />{button}</>}>
      <List
        label="topics" pages={pages} columns={columns} rowKey={(row) => row.name}
        onOpen={(row) => void navigate({ to: '/p/$project/topics/$topic', params: { project, topic: row.name }, search: {} })}
        empty={<Empty action={button} command={`hops topic create NAME -p ${project} --value-schema FILE`}>A topic takes records from any Kafka client, in the order of their key, and keeps them for queries and consumers.</Empty>}
      />
    </Page>
  );
}
