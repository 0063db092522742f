import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useProject } from '../../frame/project';
import { HEARTBEAT_MS } from '../../live/connection';
import { CopyAs } from '../../ui/CopyAs';
import { Crumbs } from '../../ui/Crumbs';
import { Loading } from '../../ui/Loading';
import { Page } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { Stale } from '../../ui/Stale';
import { TextLink } from '../../ui/TextLink';
import { useUrlState } from '../../ui/urlState';
import { BatchTable } from './BatchTable';
import { DefinitionView } from './DefinitionView';
import { LiveView } from './LiveView';
import { REFRESH_MS } from './progress';
import { QueryState } from './QueriesPage';
import { QueryActions } from './QueryActions';
import { QueryNotes } from './QueryNotes';
import { queryQuery } from './query';
import { useLive } from './useLive';
import './queries.css';

/** One query: what it does now, its batches, and what it is. */
export function QueryPage() {
  const { name: project } = useProject();
  const { query: name = '' }: { query?: string } = useParams({ strict: false });
  const live = useLive(project, name);
  const refetchInterval = live.isLive ? false : REFRESH_MS;
  const query = useQuery({ ...queryQuery(project, name), refetchInterval });
  const [tab, setTab] = useUrlState('tab', 'live');
  const found = query.data?.value;
  const path = `/api/v1/projects/${project}/queries/${encodeURIComponent(name)}`;
  const heading = <Crumbs parent={<TextLink to="/p/$project/queries" params={{ project }} search={{}} inherit>Queries</TextLink>}>{name}</Crumbs>;
  return (
    <Page
      title={name} heading={heading}
      state={<>{found && <QueryState query={found} />}<Stale updatedAt={live.isLive ? live.heardAt : query.dataUpdatedAt} intervalMs={live.isLive ? HEARTBEAT_MS : REFRESH_MS} /></>}
      actions={<><CopyAs command={`hops query get ${name} -p ${project}`} path={path} />{found && query.data && <QueryActions query={found} tag={query.data.tag} />}</>}
    >
      {query.isPending && <Loading rows={10} />}
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {found && (
        <>
          <QueryNotes query={found} />
          <Tabs value={tab} onChange={(next) => setTab(next ?? 'live')}>
            <Tabs.List mb="sm">
              <Tabs.Tab value="live" data-tour="query.live">Live</Tabs.Tab>
              <Tabs.Tab value="batches">Batches</Tabs.Tab>
              <Tabs.Tab value="definition">Definition</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="live"><LiveView query={found} refetchInterval={refetchInterval} /></Tabs.Panel>
            <Tabs.Panel value="batches"><BatchTable query={found} refetchInterval={refetchInterval} /></Tabs.Panel>
            <Tabs.Panel value="definition"><DefinitionView query={found} /></Tabs.Panel>
          </Tabs>
        </>
      )}
    </Page>
  );
}
