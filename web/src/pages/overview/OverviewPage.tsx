import { Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useProject } from '../../frame/project';
import { RoleChip } from '../../frame/RoleChip';
import { icon } from '../../theme';
import { CopyAs } from '../../ui/CopyAs';
import { Page, Section } from '../../ui/Page';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import { Uses } from '../usage/Uses';
import { ArchiveProject } from './ArchiveProject';
import { Attention } from './Attention';
import { DeleteProject } from './DeleteProject';
import { DemoNote } from './DemoNote';
import { Description } from './Description';
import { Glance } from './Glance';
import { ListProject } from './ListProject';
import { People } from './People';
import { Readme } from './Readme';
import { Recent } from './Recent';
import { RunningNow } from './RunningNow';

const RetentionDrawer = lazy(() => import('../retention/RetentionDrawer'));

/** The project at a glance. */
export function OverviewPage() {
  const { name, project, isOwner } = useProject();
  const [isDeleting, setDeleting] = useState(false);
  const [isListing, setListing] = useState(false);
  const [isKeeping, setKeeping] = useState(false);
  const [isArchiving, setArchiving] = useState(false);
  const menu = isOwner && (
    <Menu>
      <Menu.Target><Button variant="default" px={8} aria-label="More actions"><IconDots {...icon.small} /></Button></Menu.Target>
      <Menu.Dropdown>
        {project.archived === null && <Menu.Item onClick={() => setListing(true)}>{project.isListed ? 'Take off the list' : 'List for everybody'}</Menu.Item>}
        {project.archived === null && <Menu.Item onClick={() => setKeeping(true)}>Retention</Menu.Item>}
        <Menu.Item onClick={() => setArchiving(true)}>{project.archived === null ? 'Archive project' : 'Open again'}</Menu.Item>
        <Menu.Item className="danger" onClick={() => setDeleting(true)}>Delete project</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
  return (
    <Page title={name} state={<RoleChip role={project.role} />} actions={<><CopyAs command={`hops project get ${name}`} path={`/api/v1/projects/${name}`} />{menu}</>}>
      <p className="muted">Project of {project.creator}, made <Time value={project.created} />{project.isListed && <>, listed: everybody may ask to join</>}</p>
      <DemoNote />
      <Glance />
      <Attention />
      <div className="split">
        <div><Description /><RunningNow /><Readme /><People /></div>
        <div>
          {isOwner && <Recent />}
          <Section title="Usage" actions={<TextLink to="/p/$project/usage" params={{ project: name }} search={{}} size="sm">Spending</TextLink>}><Uses /></Section>
        </div>
      </div>
      {isListing && <ListProject onClose={() => setListing(false)} />}
      {isKeeping && <Suspense><RetentionDrawer onClose={() => setKeeping(false)} /></Suspense>}
      {isArchiving && <ArchiveProject onClose={() => setArchiving(false)} />}
      {isDeleting && <DeleteProject onClose={() => setDeleting(false)} />}
    </Page>
  );
}
