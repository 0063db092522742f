import { Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useProject } from '../../frame/project';
import { HEARTBEAT_MS } from '../../live/connection';
import { icon } from '../../theme';
import { CopyAs, shellWord } from '../../ui/CopyAs';
import { Crumbs } from '../../ui/Crumbs';
import { Deniable } from '../../ui/Deniable';
import { count } from '../../ui/format';
import { Loading } from '../../ui/Loading';
import { MenuAction } from '../../ui/MenuAction';
import { Page, Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { Stale } from '../../ui/Stale';
import { TextLink } from '../../ui/TextLink';
import { useUrlState } from '../../ui/urlState';
import { DeleteGroup } from './DeleteGroup';
import { busyReason, lagText, topicsOf } from './group';
import { GroupPartitions } from './GroupPartitions';
import { groupQuery, REFRESH_MS } from './groupQuery';
import { GroupState } from './GroupState';
import { Members } from './Members';
import { ResetDrawer } from './ResetDrawer';
import { useGroupNews } from './useGroupNews';

/** One consumer group: who reads, and how far each partition is. */
export function GroupPage() {
  const { name: project } = useProject();
  const { group: name = '' }: { group?: string } = useParams({ strict: false });
  const live = useGroupNews(project);
  const found = useQuery({ ...groupQuery(project, name), refetchInterval: live.isLive ? false : REFRESH_MS });
  const [resetting, setResetting] = useUrlState('reset');
  const [isDeleting, setDeleting] = useState(false);
  const group = found.data;
  const heading = <Crumbs parent={<TextLink to="/p/$project/groups" params={{ project }} search={{}} inherit>Consumer groups</TextLink>}>{name}</Crumbs>;
  const actions = group && (
    <>
      <CopyAs command={`hops group get ${shellWord(name)} -p ${project}`} path={`/api/v1/projects/${project}/groups/${encodeURIComponent(name)}`} />
      <Deniable denied={busyReason(group)} onClick={() => setResetting('yes')}>Reset offsets</Deniable>
      <Menu width={280}>
        <Menu.Target><Button variant="default" px={8} aria-label="More actions"><IconDots {...icon.small} /></Button></Menu.Target>
        <Menu.Dropdown><MenuAction denied={busyReason(group)} isDangerous onClick={() => setDeleting(true)}>Delete group</MenuAction></Menu.Dropdown>
      </Menu>
    </>
  );
  return (
    <Page title={name} heading={heading} state={<>{group && <GroupState group={group} />}<Stale updatedAt={live.isLive ? live.heardAt : found.dataUpdatedAt} intervalMs={live.isLive ? HEARTBEAT_MS : REFRESH_MS} /></>} actions={actions}>
      {found.isPending && <Loading rows={10} />}
      {found.error && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {group && (
        <>
          <dl className="numbers">
            <div><dt>Lag, records</dt><dd>{lagText(group.lag)}</dd></div>
            <div><dt>Members</dt><dd>{count(group.members.length)}</dd></div>
            <div><dt>Topics</dt><dd>{count(topicsOf(group).length)}</dd></div>
            <div><dt>Partitions</dt><dd>{count(group.partitions.length)}</dd></div>
          </dl>
          <Section title="Partitions"><GroupPartitions group={group} /></Section>
          <Section title="Members"><Members members={group.members} /></Section>
          {resetting !== '' && <ResetDrawer group={group} onClose={() => setResetting('')} />}
          {isDeleting && <DeleteGroup group={name} onClose={() => setDeleting(false)} />}
        </>
      )}
    </Page>
  );
}
