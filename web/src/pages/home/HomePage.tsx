import { ActionIcon, Button, Group } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconPin, IconPinFilled, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import type { Project } from '../../frame/project';
import { RoleChip } from '../../frame/RoleChip';
import { useMe } from '../../frame/session';
import { useShortcut } from '../../keys/registry';
import { icon } from '../../theme';
import { useOpenTour } from '../../tours/open';
import { CopyAs } from '../../ui/CopyAs';
import { Empty } from '../../ui/Empty';
import { bytes } from '../../ui/format';
import { type Column, List } from '../../ui/List';
import { Page } from '../../ui/Page';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import { pinnedFirst, toggled } from './pins';

const PINS_KEY = 'hops.pins';

function Pin({ name, isPinned, onPin }: { name: string; isPinned: boolean; onPin: (name: string) => void }) {
  const Icon = isPinned ? IconPinFilled : IconPin;
  return <ActionIcon size={24} aria-pressed={isPinned} aria-label={`Pin ${name}`} onClick={() => onPin(name)}><Icon {...icon.small} size={14} aria-hidden /></ActionIcon>;
}

const columnsOf = (pins: readonly string[], onPin: (name: string) => void): readonly Column<Project>[] => [
  { key: 'pin', header: '', cell: (row) => <Pin name={row.name} isPinned={pins.includes(row.name)} onPin={onPin} />, width: 40 },
  {
    key: 'name', header: 'Name', value: (row) => row.name, width: '22%',
    cell: (row) => <span className="row"><TextLink to="/p/$project" params={{ project: row.name }} search={{}} fw={600}>{row.name}</TextLink>{row.archived !== null && <span className="role">archived</span>}{row.tour !== null && <span className="role" title="It costs nothing, and is deleted by itself">demo</span>}</span>,
  },
  { key: 'description', header: 'Description', value: (row) => row.description, cell: (row) => <span className="ellipsis block" title={row.description}>{row.description}</span> },
  { key: 'role', header: 'Your role', value: (row) => row.role, cell: (row) => <RoleChip role={row.role} />, width: 130 },
  { key: 'creator', header: 'Project of', value: (row) => row.creator, cell: (row) => row.creator, width: 140, isExtra: true },
  { key: 'quota', header: 'Storage quota', value: (row) => Number(row.quotaBytes), cell: (row) => bytes(row.quotaBytes), align: 'right', width: 130, isExtra: true },
  { key: 'activity', header: 'Last activity', value: (row) => row.lastActivity ?? '', cell: (row) => (row.lastActivity === null ? '' : <span><Time value={row.lastActivity} />{row.lastActor !== null && <> by {row.lastActor}</>}</span>), width: 190 },
  { key: 'created', header: 'Created', value: (row) => row.created, cell: (row) => <Time value={row.created} />, width: 130, isExtra: true },
];

/** All projects of the user. */
export function HomePage() {
  const navigate = useNavigate();
  const [pins, setPins] = useLocalStorage<string[]>({ key: PINS_KEY, defaultValue: [] });
  const read = usePages(keys.projects, (query) => body(api.GET('/api/v1/projects', { params: { query } })));
  const pages = { ...read, items: useMemo(() => pinnedFirst(read.items, pins), [read.items, pins]) };
  const columns = useMemo(() => columnsOf(pins, (name) => setPins((old) => toggled(old, name))), [pins, setPins]);
  const create = useCallback(() => void navigate({ to: '/projects/new', search: {} }), [navigate]);
  const { user } = useMe();
  const [, open] = useOpenTour(user);
  useShortcut('c', 'New project', create);
  const button = <Button leftSection={<IconPlus {...icon.small} />} onClick={create} title="New project (c)">New project</Button>;
  return (
    <Page title="Projects" actions={<><CopyAs command="hops project list" path="/api/v1/projects" /><Button variant="default" onClick={() => void navigate({ to: '/projects/find', search: {} })}>Find projects</Button>{button}</>}>
      <List
        label="projects" pages={pages} columns={columns} rowKey={(row) => row.id}
        onOpen={(row) => void navigate({ to: '/p/$project', params: { project: row.name }, search: {} })}
        empty={<Empty action={<Group gap="xs">{button}<Button variant="default" onClick={() => open('kafka')}>Take the Kafka tour</Button></Group>} command="hops project create NAME">A project is a place to work together: its members share datasets, topics and queries, and nobody else sees them.</Empty>}
      />
    </Page>
  );
}
