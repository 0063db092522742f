import { useQuery } from '@tanstack/react-query';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { CopyAs } from '../../ui/CopyAs';
import { Facts } from '../../ui/Facts';
import { bytes, count } from '../../ui/format';
import { Loading } from '../../ui/Loading';
import { Meter } from '../../ui/Meter';
import { visible } from '../../ui/Name';
import { Page, Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { State, type StateKind } from '../../ui/State';
import { Time } from '../../ui/Time';

const REFRESH_MS = 5000;
const LOOKS: Record<Shape<'PartState'>, { kind: StateKind; label: string }> = {
  OK: { kind: 'ok', label: 'Well' },
  WARNING: { kind: 'waiting', label: 'Look at it' },
  FAILING: { kind: 'failed', label: 'Failing' },
  OFF: { kind: 'idle', label: 'Not in this server' },
};

/** The server and each of its parts: how it is, since when, and what that means. */
export function StatusPage() {
  const status = useQuery({ queryKey: keys.status, queryFn: () => body(api.GET('/api/v1/server/status')), refetchInterval: REFRESH_MS });
  return (
    <Page title="Server" actions={<CopyAs command="hops status --parts" path="/api/v1/server/status" />}>
      {status.isPending && <Loading rows={8} />}
      {status.error && <Problem error={status.error} onRetry={() => void status.refetch()} />}
      {status.data && <><Parts parts={status.data.parts} /><Means status={status.data} /></>}
    </Page>
  );
}

function Parts({ parts }: { parts: readonly Shape<'ServerPartView'>[] }) {
  return (
    <Section title="Parts">
      <div className="table-wrap">
        <table className="table" aria-label="Parts of the server">
          <thead><tr><th scope="col">Part</th><th scope="col">State</th><th scope="col">Since</th><th scope="col">What it is for, and what is wrong</th></tr></thead>
          <tbody>
            {parts.map((part) => (
              <tr key={part.name}>
                <td><strong>{part.name}</strong></td>
                <td><State {...LOOKS[part.state]} raw={part.state} /></td>
                <td><Time value={part.since} /></td>
                <td className="wrap">{part.findings.length === 0 ? <span className="muted">{part.purpose}</span> : part.findings.map((finding) => <div key={finding}>{visible(finding)}</div>)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Means({ status: { version, started, room, memory } }: { status: Shape<'ServerStatusView'> }) {
  const total = Number(room.totalBytes);
  const used = total - Number(room.freeBytes);
  return (
    <Section title="Room and memory">
      <Facts facts={[
        ['Version', version],
        ['Serves since', <Time key="started" value={started} />],
        ['Disk of the data', <span key="room" className="used">{bytes(used)} of {bytes(total)}, {bytes(room.freeBytes)} free<Meter label={`Disk: ${bytes(used)} of ${bytes(total)}`} percent={total === 0 ? 0 : (100 * used) / total} /></span>],
        ['Metadata database', bytes(room.databaseBytes)],
        ['Memory of the process', `${bytes(memory.processBytes)} of ${bytes(memory.machineBytes)}, objects ${bytes(memory.heapBytes)}`],
        ['Processors', `${memory.processors}, of which ${count(Math.round(Number(memory.processorSeconds)))} s used since the start; ${count(memory.threads)} threads`],
      ]}
      />
    </Section>
  );
}
