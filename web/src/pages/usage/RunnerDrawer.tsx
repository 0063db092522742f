import { Button, Drawer, Title } from '@mantine/core';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { creditsExactly } from '../../compute/credits';
import { useProject } from '../../frame/project';
import { spanText } from '../../ui/duration';
import { Facts } from '../../ui/Facts';
import { absolute, bytes } from '../../ui/format';
import type { Column } from '../../ui/List';
import { ListTable } from '../../ui/ListTable';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import { KIND_WORDS, type Runner } from './ledger';

type Interval = Shape<'IntervalView'>;

const COLUMNS: readonly Column<Interval>[] = [
  { key: 'started', header: 'Began', cell: (row) => <Time value={row.started} /> },
  { key: 'cpu', header: 'Processors', cell: (row) => spanText(row.cpuSeconds * 1000), align: 'right' },
  { key: 'memory', header: 'GiB x s', cell: (row) => row.memoryGibSeconds.toFixed(2), align: 'right' },
  { key: 'price', header: 'Price', cell: (row) => row.multiplier.toFixed(2), align: 'right' },
  { key: 'credits', header: 'Credits', cell: (row) => creditsExactly(row.millicredits), align: 'right' },
];

/** One runner: what it used, and the intervals in which it was charged. */
export function RunnerDrawer({ runner, onClose }: { runner: Runner; onClose: () => void }) {
  const { name: project } = useProject();
  const work = runner.kind === 'QUERY'
    ? <TextLink key="work" to="/p/$project/queries/$query" params={{ project, query: runner.work }} search={{}} className="mono">{runner.work}</TextLink>
    : KIND_WORDS[runner.kind];
  return (
    <Drawer opened onClose={onClose} size={560} title={`Runner ${runner.number}`}>
      <Facts facts={[
        ['What ran', work],
        ['Who', runner.user],
        ['Started', absolute(new Date(runner.started))],
        ['Stopped', runner.stopped === null ? 'It runs' : absolute(new Date(runner.stopped))],
        ['Processors', `${runner.cpuSeconds} s`],
        ['Memory', `${runner.memoryGibSeconds} GiB x s, ${bytes(runner.peakBytes)} at most`],
        ['Price', `${runner.multiplier} on the mean`],
        ['Cost', `${creditsExactly(runner.millicredits)} credits${runner.estimated ? ', some of it sampled and not counted' : ''}`],
      ]}
      />
      <Title order={3} mt="lg" mb="xs">Intervals</Title>
      <Intervals runner={runner} />
    </Drawer>
  );
}

function Intervals({ runner }: { runner: Runner }) {
  const { name: project } = useProject();
  const pages = usePages(keys.part(project, 'ledger', runner.number), (query) =>
    body(api.GET('/api/v1/projects/{project}/ledger/{number}/intervals', { params: { path: { project, number: Number(runner.number) }, query } })));
  if (pages.isLoading) return <Loading rows={3} />;
  if (pages.error) return <Problem error={pages.error} onRetry={pages.retry} />;
  return (
    <>
      <ListTable label="Intervals" columns={COLUMNS} rows={pages.items} rowKey={(row) => row.sequence} sort="" onSort={() => undefined} onOpen={undefined} isOpen={undefined} />
      {pages.hasMore && <Button variant="default" onClick={pages.more} loading={pages.isFetchingMore} mt="xs">Read more</Button>}
    </>
  );
}
