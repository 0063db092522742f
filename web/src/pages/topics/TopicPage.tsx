import { Menu, Button, Tabs } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { icon } from '../../theme';
import { ButtonLink } from '../../ui/ButtonLink';
import { CopyAs } from '../../ui/CopyAs';
import { Crumbs } from '../../ui/Crumbs';
import { FromBadge } from '../../ui/FromBadge';
import { Loading } from '../../ui/Loading';
import { MenuAction } from '../../ui/MenuAction';
import { Page } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';
import { useUrlState } from '../../ui/urlState';
import { Consumers } from './Consumers';
import { DeleteTopic } from './DeleteTopic';
import { Messages } from './Messages';
import { Partitions } from './Partitions';
import { ProduceButton } from './produce/ProduceButton';
import { TopicSchema } from './TopicSchema';
import { TopicSettings } from './TopicSettings';
import './topics.css';

const AccessTab = lazy(() => import('./access/AccessTab'));
const ProduceDrawer = lazy(() => import('./produce/ProduceDrawer'));
const ShareDrawer = lazy(() => import('../shares/ShareDrawer'));

/** One topic. */
export function TopicPage() {
  const { name: project, ownersOnly } = useProject();
  const { topic: name = '' }: { topic?: string } = useParams({ strict: false });
  const [tab, setTab] = useUrlState('tab', 'messages');
  const [isDeleting, setDeleting] = useState(false);
  const [sharing, setSharing] = useUrlState('share');
  const [producing, setProducing] = useUrlState('produce');
  const topic = useQuery({
    queryKey: keys.part(project, 'topics', 'one', name),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/topics/{topic}', { params: { path: { project, topic: name } } })),
  });
  const isOwn = topic.data?.owner === project;
  const denied = isOwn ? ownersOnly('delete topics') : `It belongs to ${topic.data?.owner ?? 'another project'}.`;
  const heading = <Crumbs parent={<TextLink to="/p/$project/topics" params={{ project }} search={{}} inherit>Topics</TextLink>}>{name}</Crumbs>;
  const actions = (
    <>
      <CopyAs command={`hops topic get ${name} -p ${project}`} path={`/api/v1/projects/${project}/topics/${encodeURIComponent(name)}`} />
      {topic.data && <ProduceButton topic={topic.data} onClick={() => setProducing('yes')} />}
      <ButtonLink to="/p/$project/queries/-/new" params={{ project }} search={{ topic: name }} leftSection={<IconPlus {...icon.small} />}>New query</ButtonLink>
      <Menu width={240}>
        <Menu.Target><Button variant="default" px={8} aria-label="More actions"><IconDots {...icon.small} /></Button></Menu.Target>
        <Menu.Dropdown>
          {isOwn && <MenuAction onClick={() => setSharing('yes')}>Share topic</MenuAction>}
          <MenuAction denied={denied} isDangerous onClick={() => setDeleting(true)}>Delete topic</MenuAction>
        </Menu.Dropdown>
      </Menu>
    </>
  );
  return (
    <Page title={name} heading={heading} state={!isOwn && topic.data && <FromBadge project={topic.data.owner} />} actions={topic.data && actions}>
      {topic.isPending && <Loading rows={10} />}
      {topic.error && <Problem error={topic.error} onRetry={() => void topic.refetch()} />}
      {topic.data && (
        <Tabs value={tab} onChange={(next) => setTab(next ?? 'messages')}>
          <Tabs.List mb="sm">
            <Tabs.Tab value="messages">Messages</Tabs.Tab>
            <Tabs.Tab value="partitions">Partitions</Tabs.Tab>
            <Tabs.Tab value="consumers">Consumers</Tabs.Tab>
            <Tabs.Tab value="schema">Schema</Tabs.Tab>
            <Tabs.Tab value="access">Access</Tabs.Tab>
            <Tabs.Tab value="settings">Settings</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="messages"><Messages topic={topic.data} onProduce={() => setProducing('yes')} /></Tabs.Panel>
          <Tabs.Panel value="partitions"><Partitions topic={name} /></Tabs.Panel>
          <Tabs.Panel value="consumers"><Consumers topic={name} /></Tabs.Panel>
          <Tabs.Panel value="schema"><TopicSchema topic={name} /></Tabs.Panel>
          <Tabs.Panel value="access">{tab === 'access' && <Suspense><AccessTab topic={name} /></Suspense>}</Tabs.Panel>
          <Tabs.Panel value="settings"><TopicSettings topic={topic.data} /></Tabs.Panel>
        </Tabs>
      )}
      {isOwn && sharing !== '' && <Suspense><ShareDrawer thing={{ kind: 'TOPIC', name }} onClose={() => setSharing('')} /></Suspense>}
      {topic.data && producing !== '' && <Suspense><ProduceDrawer topic={topic.data} onClose={() => setProducing('')} /></Suspense>}
      {isDeleting && <DeleteTopic topic={name} onClose={() => setDeleting(false)} />}
    </Page>
  );
}
