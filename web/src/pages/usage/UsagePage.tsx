import { useState } from 'react';
import { useProject } from '../../frame/project';
import { CopyAs } from '../../ui/CopyAs';
import { Deniable } from '../../ui/Deniable';
import { Page, Section } from '../../ui/Page';
import { Budget } from './Budget';
import { Ledger } from './Ledger';
import { NearState } from './NearState';
import { Spending } from './Spending';
import { Uses } from './Uses';
import { useUsage } from './uses';
import './usage.css';

/** What the project uses of what it may, and what it has spent on compute. */
export function UsagePage() {
  const { name, ownersOnly } = useProject();
  const [isBudgeting, setBudgeting] = useState(false);
  const budget = <Deniable variant="subtle" size="compact-sm" denied={ownersOnly('set the budget')} onClick={() => setBudgeting(true)}>Budget</Deniable>;
  return (
    <Page title="Usage" actions={<CopyAs command={`hops project usage -p ${name}`} path={`/api/v1/projects/${name}/usage`} />}>
      <Near />
      <div className="split usage-split">
        <Section title="Used of what there may be" actions={budget}><Uses /></Section>
        <Spending />
      </div>
      <Ledger />
      {isBudgeting && <Budget onClose={() => setBudgeting(false)} />}
    </Page>
  );
}

/** What is near its end, with whom to ask. */
function Near() {
  const near = useUsage().uses.filter((use) => use.isNear);
  if (near.length === 0) return null;
  return (
    <ul className="rows" aria-label="Near their limits">
      {near.map((use) => (
        <li key={use.name}><NearState use={use} /><strong>{use.label}</strong><span>{use.text}{use.warning !== null && `: ${use.warning}`}. {use.name === 'budget' ? 'A data owner' : 'An administrator of the platform'} can raise it.</span></li>
      ))}
    </ul>
  );
}
