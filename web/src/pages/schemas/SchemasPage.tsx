import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { topicsQuery, valueSubject } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { useShortcut } from '../../keys/registry';
import { icon } from '../../theme';
import { CopyAs } from '../../ui/CopyAs';
import { Deniable } from '../../ui/Deniable';
import { Empty } from '../../ui/Empty';
import { type Column, List } from '../../ui/List';
import { Page } from '../../ui/Page';
import { TextLink } from '../../ui/TextLink';

type Subject = Shape<'SubjectView'>;

function columnsOf(project: string, topics: ReadonlyMap<string, string>): readonly Column<Subject>[] {
  return [
    { key: 'name', header: 'Subject', value: (row) => row.name, cell: (row) => <TextLink to="/p/$project/schemas/$subject" params={{ project, subject: row.name }} search={{}} className="mono">{row.name}</TextLink> },
    { key: 'topic', header: 'Values of topic', value: (row) => topics.get(row.name) ?? '', cell: (row) => <TopicCell project={project} topic={topics.get(row.name)} /> },
  ];
}

function TopicCell({ project, topic }: { project: string; topic: string | undefined }) {
  if (topic === undefined) return <span className="muted">-</span>;
  return <TextLink to="/p/$project/topics/$topic" params={{ project, topic }} search={{}} className="mono">{topic}</TextLink>;
}

/** The schema subjects of a project. */
export function SchemasPage() {
  const { name: project, isOwner, ownersOnly } = useProject();
  const navigate = useNavigate();
  const topics = useQuery(topicsQuery(project)).data;
  const columns = useMemo(() => columnsOf(project, new Map(topics?.map((topic) => [valueSubject(topic.name), topic.name]))), [project, topics]);
  const pages = usePages(keys.part(project, 'schemas', 'pages'), (query) =>
    body(api.GET('/api/v1/projects/{project}/schemas', { params: { path: { project }, query } })));
  const create = useCallback(() => void navigate({ to: '/p/$project/schemas/-/new', params: { project }, search: {} }), [navigate, project]);
  useShortcut(isOwner ? 'c' : undefined, 'New schema', create);
  const button = <Deniable leftSection={<IconPlus {...icon.small} />} denied={ownersOnly('register schemas')} onClick={create}>New schema</Deniable>;
  return (
    <Page title="Schemas" actions={<><CopyAs command={`hops schema list -p ${project}`} path={`/api/v1/projects/${project}/schemas`} />{button}</>}>
      <List
        label="subjects" pages={pages} columns={columns} rowKey={(row) => row.name}
        onOpen={(row) => void navigate({ to: '/p/$project/schemas/$subject', params: { project, subject: row.name }, search: {} })}
        empty={<Empty action={button} command={`hops schema register SUBJECT FILE -p ${project}`}>A schema says what records are made of. That of the values of a topic is its subject TOPIC-value.</Empty>}
      />
    </Page>
  );
}
