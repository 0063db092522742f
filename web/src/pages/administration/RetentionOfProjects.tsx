import { Button } from '@mantine/core';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { CopyAs } from '../../ui/CopyAs';
import { bytes, count } from '../../ui/format';
import type { Column } from '../../ui/List';
import { ListTable } from '../../ui/ListTable';
import { Loading } from '../../ui/Loading';
import { Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { wordsOf } from '../retention/retention';

type Row = Shape<'RetentionSumView'>;

const COLUMNS: readonly Column<Row>[] = [
  { key: 'project', header: 'Project', cell: (row) => <strong>{row.project}</strong> },
  { key: 'days', header: 'Rule of the project', cell: (row) => wordsOf(row.days) },
  { key: 'datasets', header: 'Datasets with a rule', cell: (row) => `${row.datasetsWithRule} of ${row.datasets}`, align: 'right', width: 170, isExtra: true },
  { key: 'files', header: 'Files removed', cell: (row) => count(row.filesRemoved), align: 'right', width: 130 },
  { key: 'bytes', header: 'Bytes removed', cell: (row) => bytes(row.bytesRemoved), align: 'right', width: 130, isExtra: true },
];

/** For how long each project keeps its files, and what went. */
export function RetentionOfProjects() {
  const pages = usePages(keys.retention, (query) => body(api.GET('/api/v1/retention', { params: { query } })));
  return (
    <Section title="Retention" actions={<CopyAs command="hops retention show --all" path="/api/v1/retention" />}>
      {pages.isLoading && <Loading rows={3} />}
      {pages.error && <Problem error={pages.error} onRetry={pages.retry} />}
      {pages.items.length > 0 && <ListTable label="retention" columns={COLUMNS} rows={pages.items} rowKey={(row) => row.project} sort="" onSort={() => undefined} onOpen={undefined} isOpen={undefined} />}
      {pages.hasMore && <Button variant="default" onClick={pages.more} loading={pages.isFetchingMore} mt="xs">Read more</Button>}
    </Section>
  );
}
