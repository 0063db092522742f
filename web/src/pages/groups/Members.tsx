import { type Member, memberName } from './group';

/** Who is in a group, and which partitions each reads. */
export function Members({ members }: { members: readonly Member[] }) {
  if (members.length === 0) return <p className="muted">Nobody is in it.</p>;
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Members">
      <table className="table">
        <thead><tr><th scope="col">Client</th><th scope="col">From</th><th scope="col">Reads</th><th scope="col" className="extra">Member</th></tr></thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.member}>
              <td className="mono">{memberName(member)}</td>
              <td className="mono">{member.host}</td>
              <td className="mono" title={member.assigned.join('\n')}>{member.assigned.join(', ') || <span className="muted">nothing</span>}</td>
              <td className="mono extra" title={member.member}>{member.member}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
