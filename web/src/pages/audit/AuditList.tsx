import { Button, Drawer } from '@mantine/core';
import type { Pages } from '../../api/pages';
import { absolute } from '../../ui/format';
import { Empty } from '../../ui/Empty';
import { Facts } from '../../ui/Facts';
import { type Column, List } from '../../ui/List';
import { Name, visible } from '../../ui/Name';
import { State } from '../../ui/State';
import { Time } from '../../ui/Time';
import { useUrlState } from '../../ui/urlState';
import { type AuditEntry, detailLine, detailsOf } from './entry';
import type { AuditFilter } from './filter';
import { FilterBar } from './FilterBar';

const COLUMNS: readonly Column<AuditEntry>[] = [
  { key: 'time', header: 'When', value: (row) => row.time, cell: (row) => <Time value={row.time} />, width: 120 },
  { key: 'actor', header: 'Who', value: (row) => row.actor, cell: (row) => <Name name={row.actor} />, width: '14%', isExtra: true },
  { key: 'action', header: 'Action', value: (row) => row.action, cell: (row) => <span className="mono">{row.action}</span>, width: 170 },
  { key: 'target', header: 'Object', value: (row) => row.target, cell: (row) => <Name name={row.target} />, isExtra: true },
  { key: 'outcome', header: 'Outcome', value: (row) => row.outcome, cell: (row) => <Outcome outcome={row.outcome} />, width: 130 },
  { key: 'detail', header: 'Detail', value: (row) => row.detail, cell: (row) => <span className="muted ellipsis detail" title={visible(detailLine(row))}>{visible(detailLine(row))}</span>, isExtra: true },
];

function Outcome({ outcome }: { outcome: string }) {
  return outcome === 'ok' ? <State kind="ok" label="Done" raw={outcome} /> : <State kind="failed" label={visible(outcome)} raw={outcome} />;
}

interface AuditListProps {
  pages: Pages<AuditEntry>;
  filter: AuditFilter;
  onFilter: (next: AuditFilter) => void;
}

/** What was done and refused, newest first; a row opens all that is known of it. */
export function AuditList({ pages, filter, onFilter }: AuditListProps) {
  const [open, setOpen] = useUrlState('entry');
  const entry = pages.items.find((row) => row.sequence === open);
  return (
    <>
      <FilterBar filter={filter} onChange={onFilter} />
      <List
        label="entries" pages={pages} columns={COLUMNS} rowKey={(row) => row.sequence} onOpen={(row) => setOpen(row.sequence)} isOpen={(row) => row.sequence === open}
        empty={<Nothing pages={pages} isSelection={Object.keys(filter).length > 0} />}
      />
      {entry && <EntryDrawer entry={entry} onClose={() => setOpen('')} />}
    </>
  );
}

/** The server looks at a part of a long trail at a time. */
function Nothing({ pages, isSelection }: { pages: Pages<AuditEntry>; isSelection: boolean }) {
  if (pages.hasMore) return <Empty action={<Button variant="default" onClick={pages.more} loading={pages.isFetchingMore}>Look further back</Button>}>Nothing of the newest entries matches.</Empty>;
  return <Empty>{isSelection ? 'No entry matches.' : 'Nothing has been done yet. Every change and every refusal is kept here, with who, what and when.'}</Empty>;
}

function EntryDrawer({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const details = detailsOf(entry).map(([name, value]) => [name, <span key={name} className="mono break">{visible(value)}</span>] as const);
  return (
    <Drawer opened onClose={onClose} title={<span className="mono">{entry.action}</span>}>
      <Facts
        facts={[
          ['When', absolute(new Date(entry.time))],
          ['Who', visible(entry.actor)],
          ['Object', <span key="target" className="break">{visible(entry.target)}</span>],
          ['Outcome', <Outcome key="outcome" outcome={entry.outcome} />],
          ['Credential', <span key="credential" className="mono">{entry.credentialId}</span>],
          ['Number', <span key="number" className="mono">{entry.sequence}</span>],
          ['Hash', <span key="hash" className="mono break">{entry.hash}</span>],
          ...details,
        ]}
      />
    </Drawer>
  );
}
