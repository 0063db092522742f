import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import type { Project } from '../../frame/project';
import { RoleChip } from '../../frame/RoleChip';
import { useShortcut } from '../../keys/registry';
import { icon } from '../../theme';
import { CopyAs } from '../../ui/CopyAs';
import { Empty } from '../../ui/Empty';
import { bytes } from '../../ui/format';
import { type Column, List } from '../../ui/List';
import { Page } from '../../ui/Page';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';

const COLUMNS: readonly Column<Project>[] = [
  {
    key: 'name', header: 'Name', value: (row) => row.name, width: '22%',
    cell: (row) => <span className="row"><TextLink to="/p/$project" params={{ project: row.name }} search={{}} fw={600}>{row.name}</TextLink>{row.archived !== null && <span className="role">archived</span>}</span>,
  },
  { key: 'description', header: 'Description', value: (row) => row.description, cell: (row) => <span className="ellipsis block" title={row.description}>{row.description}</span> },
  { key: 'role', header: 'Your role', value: (row) => row.role, cell: (row) => <RoleChip role={row.role} />, width: 130 },
  { key: 'creator', header: 'Project of', value: (row) => row.creator, cell: (row) => row.creator, width: 140, isExtra: true },
  { key: 'quota', header: 'Storage quota', value: (row) => Number(row.quotaBytes), cell: (row) => bytes(row.quotaBytes), align: 'right', width: 130, isExtra: true },
  { key: 'created', header: 'Created', value: (row) => row.created, cell: (row) => <Time value={row.created} />, width: 130, isExtra: true },
];

/** All projects of the user. */
export function HomePage() {
  const navigate = useNavigate();
  const pages = usePages(keys.projects, (query) => body(api.GET('/api/v1/projects', { params: { query } })));
  const create = useCallback(() => void navigate({ to: '/projects/new', search: {} }), [navigate]);
  useShortcut('c', 'New project', create);
  const button = <Button leftSection={<IconPlus {...icon.small} />} onClick={create} title="New project (c)">New project</Button>;
  return (
    <Page title="Projects" actions={<><CopyAs command="hops project list" path="/api/v1/projects" /><Button variant="default" onClick={() => void navigate({ to: '/projects/find', search: {} })}>Find projects</Button>{button}</>}>
      <List
        label="projects" pages={pages} columns={COLUMNS} rowKey={(row) => row.id}
        onOpen={(row) => void navigate({ to: '/p/$project', params: { project: row.name }, search: {} })}
        empty={<Empty action={button} command="hops project create NAME">A project is a place to work together: its members share datasets, topics and queries, and nobody else sees them.</Empty>}
      />
    </Page>
  );
}
