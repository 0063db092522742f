import { asProblem } from '../../api/problem';
import { plural } from '../../ui/format';
import { Loading } from '../../ui/Loading';
import { Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { State } from '../../ui/State';
import type { Plan } from './plan';

interface PlanPanelProps {
  plan: Plan | undefined;
  error: unknown;
  isWorking: boolean;
  /** What the form lacks. */
  lacks: readonly string[];
}

/** What the server says to the form: the columns of the result, or what is wrong and where. */
export function PlanPanel({ plan, error, isWorking, lacks }: PlanPanelProps) {
  if (isWorking) return <Section title="Plan"><Loading rows={5} /></Section>;
  if (error) return <Section title="Plan"><Problem error={error} /><PlaceNote error={error} /></Section>;
  if (!plan) {
    return (
      <Section title="Plan">
        {lacks.length > 0
          ? <ul className="lacks">{lacks.map((lack) => <li key={lack}>{lack}</li>)}</ul>
          : <p className="muted">Check runs nothing: the server plans the query as you and shows the columns of its result, or what is wrong.</p>}
      </Section>
    );
  }
  return (
    <Section title="Plan" actions={<State kind="ok" label="Can run" />}>
      <p className="muted">{plan.isStateful ? 'It keeps groups between batches (state).' : 'It keeps nothing between batches.'} {plural(plan.columns.length, 'column')}:</p>
      <div className="plan-columns" tabIndex={0} role="region" aria-label="Columns of the result">
        <table className="table">
          <tbody>{plan.columns.map((column) => <tr key={column.name}><td className="mono">{column.name}</td><td className="mono muted">{column.type}</td></tr>)}</tbody>
        </table>
      </div>
    </Section>
  );
}

function PlaceNote({ error }: { error: unknown }) {
  const { place } = asProblem(error);
  return place ? <p className="muted">Line {place.line}, column {place.column} of the SQL.</p> : null;
}
