import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { creditsExactly } from '../../compute/credits';
import { useProject } from '../../frame/project';
import { icon } from '../../theme';
import { downloadCsv } from '../../ui/csv';
import { spanText } from '../../ui/duration';
import { Empty } from '../../ui/Empty';
import { bytes } from '../../ui/format';
import { type Column, List } from '../../ui/List';
import { Section } from '../../ui/Page';
import { State } from '../../ui/State';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import { useUrlState } from '../../ui/urlState';
import { KIND_WORDS, ledgerCsv, type Runner } from './ledger';
import { RunnerDrawer } from './RunnerDrawer';

const REFRESH_MS = 30_000;

function columnsOf(onOpen: (number: string) => void): readonly Column<Runner>[] {
  return [
    { key: 'work', header: 'What ran', value: (row) => row.work, cell: (row) => <Work runner={row} onOpen={onOpen} /> },
    { key: 'kind', header: 'Kind', value: (row) => KIND_WORDS[row.kind], cell: (row) => KIND_WORDS[row.kind], width: 120, isExtra: true },
    { key: 'user', header: 'Who', value: (row) => row.user, cell: (row) => row.user, width: 120, isExtra: true },
    { key: 'started', header: 'Started', value: (row) => row.started, cell: (row) => <Time value={row.started} />, width: 120, isExtra: true },
    { key: 'stopped', header: 'Stopped', value: (row) => row.stopped ?? '', cell: (row) => (row.stopped === null ? <State kind="running" label="Runs" /> : <Time value={row.stopped} />), width: 120 },
    { key: 'cpu', header: 'Processors', value: (row) => row.cpuSeconds, cell: (row) => spanText(row.cpuSeconds * 1000), align: 'right', width: 100, isExtra: true },
    { key: 'memory', header: 'GiB x s', value: (row) => row.memoryGibSeconds, cell: (row) => row.memoryGibSeconds.toFixed(1), align: 'right', width: 90, isExtra: true },
    { key: 'peak', header: 'Most held', value: (row) => Number(row.peakBytes), cell: (row) => bytes(row.peakBytes), align: 'right', width: 100, isExtra: true },
    { key: 'price', header: 'Price', value: (row) => row.multiplier, cell: (row) => row.multiplier.toFixed(2), align: 'right', width: 70, isExtra: true },
    { key: 'credits', header: 'Credits', value: (row) => Number(row.millicredits), cell: (row) => creditsExactly(row.millicredits), align: 'right', width: 90 },
  ];
}

function Work({ runner, onOpen }: { runner: Runner; onOpen: (number: string) => void }) {
  return <button type="button" className="cell-button mono" onClick={() => onOpen(runner.number)}>{runner.work}</button>;
}

/** Every runner of the project with what it cost, the newest first. */
export function Ledger() {
  const { name } = useProject();
  const [opened, setOpened] = useUrlState('runner');
  const pages = usePages(
    keys.part(name, 'ledger', 'pages'),
    (query) => body(api.GET('/api/v1/projects/{project}/ledger', { params: { path: { project: name }, query } })),
    { refetchInterval: REFRESH_MS },
  );
  const csv = (rows: readonly Runner[]) => (
    <Button variant="default" leftSection={<IconDownload {...icon.small} />} onClick={() => downloadCsv(`ledger-${name}.csv`, ledgerCsv(rows))}>CSV of these</Button>
  );
  const runner = pages.items.find((one) => one.number === opened);
  return (
    <Section title="Ledger">
      <List
        label="runners" pages={pages} columns={columnsOf(setOpened)} rowKey={(row) => row.number} onOpen={(row) => setOpened(row.number)} isOpen={(row) => row.number === opened} tools={csv}
        empty={(
          <Empty action={<TextLink to="/p/$project/sql" params={{ project: name }} search={{}}>Run a statement</TextLink>} command={`hops project ledger -p ${name}`}>
            Nothing has run here yet. Each runner of a query or a statement is a row, with what it used, at which price, and what that cost.
          </Empty>
        )}
      />
      {runner && <RunnerDrawer runner={runner} onClose={() => setOpened('')} />}
    </Section>
  );
}
