import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useProject } from '../../frame/project';
import { CopyAs } from '../../ui/CopyAs';
import { NotAllowed } from '../../ui/NotAllowed';
import { Page } from '../../ui/Page';
import { useUrlState } from '../../ui/urlState';
import { Asked } from './Asked';
import { Borrowed } from './Borrowed';
import { Lent } from './Lent';
import { useOfferCount } from './offers';
import { Offers } from './Offers';
import { Requests } from './Requests';

const TABS = [
  { id: 'lent', label: 'Lent', route: 'shares', command: 'hops share list', Body: Lent },
  { id: 'borrowed', label: 'Borrowed', route: 'borrowings', command: 'hops share list --borrowed', Body: Borrowed },
  { id: 'requests', label: 'Requests', route: 'share-requests', command: 'hops share requests', Body: Requests },
  { id: 'asked', label: 'Asked', route: 'borrowing-requests', command: 'hops share asked', Body: Asked },
  { id: 'offers', label: 'Offers', route: 'share-offers', command: 'hops share inbox', Body: Offers },
] as const;

/** What the project lends, what it borrows, and what it is offered. */
export function SharesPage() {
  const { name, project } = useProject();
  const navigate = useNavigate();
  const [wanted] = useUrlState('tab', 'lent');
  const offers = useOfferCount();
  const tab = TABS.find((one) => one.id === wanted) ?? TABS[0];
  if (project.role === 'NONE') {
    return <Page title="Sharing"><NotAllowed reason="You see this project as an administrator of the platform; what it shares is known to its members alone." /></Page>;
  }

  // Filter and open row are of one tab: another one begins without them.
  const choose = (id: string | null) => void navigate({ to: '.', search: id === null || id === 'lent' ? {} : { tab: id }, replace: true });
  return (
    <Page title="Sharing" actions={<CopyAs command={`${tab.command} -p ${name}`} path={`/api/v1/projects/${name}/${tab.route}`} />}>
      <Tabs value={tab.id} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md">
          {TABS.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id} rightSection={id === 'offers' && offers ? <span className="badge">{offers}</span> : undefined}>{label}</Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ id, Body }) => <Tabs.Panel key={id} value={id}><Body /></Tabs.Panel>)}
      </Tabs>
    </Page>
  );
}
