import { useQuery } from '@tanstack/react-query';
import { useProject } from '../../../frame/project';
import { Loading } from '../../../ui/Loading';
import { Name } from '../../../ui/Name';
import { Section } from '../../../ui/Page';
import { Problem } from '../../../ui/Problem';
import { State } from '../../../ui/State';
import { Time } from '../../../ui/Time';
import { type Holder, holdersQuery, GRANTS } from './access';
import { AccessQuestion } from './AccessQuestion';

/** Who may do what with a topic: in sentences, by a question, and as a table for who wants to see all of it. */
export default function AccessTab({ topic }: { topic: string }) {
  const { name: project } = useProject();
  const { data: holders, error, isPending, refetch } = useQuery(holdersQuery(project, topic));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading rows={8} />;
  return (
    <>
      <Section title="Can somebody do this?"><AccessQuestion topic={topic} holders={holders} /></Section>
      <Section title="Who may do what">{holders.map((holder) => <Sentences key={holder.who} holder={holder} />)}</Section>
      <details className="access-all">
        <summary>Advanced: all rights as a table</summary>
        <RightsTable project={project} holders={holders} />
      </details>
    </>
  );
}

/** What some may, and what they may not with the reason. */
function Sentences({ holder }: { holder: Holder }) {
  return (
    <div className="access-holder">
      <p>
        <b>{holder.who}</b>{holder.borrower !== null && <span className="muted"> by a share{holder.expires !== null && <>, which ends <Time value={holder.expires} /></>}</span>}
        {holder.members.length > 0 && <span className="muted">: {holder.members.map((name, index) => <span key={name}>{index > 0 && ', '}<Name name={name} /></span>)}</span>}
      </p>
      <ul className="rows">
        {holder.rights.filter((right) => right.grant !== 'HIDE').map((right) => {
          const [kind, label] = GRANTS[right.grant];
          return <li key={`${right.operation} ${right.inQuery}`}><State kind={kind} label={label} raw={right.grant} /><span className="break">{right.sentence}</span></li>;
        })}
      </ul>
    </div>
  );
}

/** The rights as Kafka's tools list them: one line for each principal and operation. */
function RightsTable({ project, holders }: { project: string; holders: readonly Holder[] }) {
  const rows = holders.flatMap((holder) => {
    const principals = holder.borrower === null ? holder.members.map((name) => `User:${project}__${name}`) : [`User:${holder.borrower}__*`];
    return principals.flatMap((principal) => holder.rights.map((right) => ({ principal, right, source: holder.borrower === null ? holder.role ?? '' : 'SHARE' })));
  });
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Rights">
      <table className="table">
        <thead><tr><th scope="col">Principal</th><th scope="col">Operation</th><th scope="col">By</th><th scope="col">Permission</th><th scope="col">Host</th><th scope="col">Source</th></tr></thead>
        <tbody>
          {rows.map(({ principal, right, source }) => (
            <tr key={`${principal} ${right.operation} ${right.inQuery}`}>
              <td className="mono">{principal}</td><td className="mono">{right.operation}</td><td>{right.inQuery ? 'queries' : 'clients'}</td>
              <td className="mono">{right.grant}</td><td className="mono">*</td><td className="mono">{source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
