import { Menu, TextInput, UnstyledButton } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '../api/client';
import { keys } from '../api/keys';
import { icon } from '../theme';
import { Problem } from '../ui/Problem';
import { useIsLost } from './membership';
import { projectQuery } from './project';
import { RoleChip } from './RoleChip';

const SHOWN_MAX = 12;
const READ_MAX = 1000;

/** The project one is in, with one's role, and the way to another. */
export function ProjectSwitcher() {
  const { project }: { project?: string } = useParams({ strict: false });
  const isLost = useIsLost(project ?? '');
  const { data } = useQuery({ ...projectQuery(project ?? ''), enabled: project !== undefined && !isLost });
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <UnstyledButton className="switcher" aria-label={project ? `Project ${project}: switch` : 'Choose a project'}>
          <span className="ellipsis">{project ?? 'Choose a project'}</span>
          <IconSelector {...icon.small} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      {data && !isLost && <RoleChip role={data.value.role} />}
      <Menu.Dropdown><Choices current={project} /></Menu.Dropdown>
    </Menu>
  );
}

function Choices({ current }: { current: string | undefined }) {
  const [filter, setFilter] = useState('');
  const navigate = useNavigate();
  const { data, error } = useQuery({
    queryKey: [...keys.projects, 'switcher'],
    queryFn: () => body(api.GET('/api/v1/projects', { params: { query: { limit: READ_MAX } } })),
  });
  const found = data?.items.filter((project) => project.name.includes(filter.trim().toLowerCase())) ?? [];
  return (
    <>
      <TextInput aria-label="Find a project" placeholder="Find a project" value={filter} onChange={(event) => setFilter(event.currentTarget.value)} data-autofocus mb={4} />
      {error && <Problem error={error} />}
      {found.slice(0, SHOWN_MAX).map((project) => (
        <Menu.Item key={project.id} fw={project.name === current ? 600 : undefined} onClick={() => void navigate({ to: '/p/$project', params: { project: project.name }, search: {} })}>
          {project.name}
        </Menu.Item>
      ))}
      {data && found.length === 0 && <Menu.Label>No project of yours has this in its name.</Menu.Label>}
      <Menu.Divider />
      <Menu.Item onClick={() => void navigate({ to: '/', search: {} })}>All projects{found.length > SHOWN_MAX ? ` (${found.length - SHOWN_MAX} more)` : ''}</Menu.Item>
      <Menu.Item onClick={() => void navigate({ to: '/projects/new', search: {} })}>New project</Menu.Item>
    </>
  );
}
