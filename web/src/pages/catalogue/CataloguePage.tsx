import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { CopyAs } from '../../ui/CopyAs';
import { Page } from '../../ui/Page';
import { useUrlState } from '../../ui/urlState';
import { ListedDatasets } from './ListedDatasets';
import { PublicDatasets } from './PublicDatasets';

const TABS = [
  { id: 'public', label: 'For everybody', route: 'public-datasets', command: 'hops share public', Body: PublicDatasets },
  { id: 'listed', label: 'On request', route: 'listed-datasets', command: 'hops share listed', Body: ListedDatasets },
] as const;

/** The datasets that every project can borrow, and those that can be asked for. */
export function CataloguePage() {
  const navigate = useNavigate();
  const [wanted] = useUrlState('tab', 'public');
  const tab = TABS.find((one) => one.id === wanted) ?? TABS[0];
  // Filter and open row are of one tab: another one begins without them.
  const choose = (id: string | null) => void navigate({ to: '.', search: id === null || id === 'public' ? {} : { tab: id }, replace: true });
  return (
    <Page title="Public datasets" actions={<CopyAs command={tab.command} path={`/api/v1/${tab.route}`} />}>
      <Tabs value={tab.id} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md">{TABS.map(({ id, label }) => <Tabs.Tab key={id} value={id}>{label}</Tabs.Tab>)}</Tabs.List>
        {TABS.map(({ id, Body }) => <Tabs.Panel key={id} value={id}><Body /></Tabs.Panel>)}
      </Tabs>
    </Page>
  );
}
