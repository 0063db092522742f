import { Button } from '@mantine/core';
import { useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { Empty } from '../../ui/Empty';
import { type Column, List } from '../../ui/List';
import { Name } from '../../ui/Name';
import { Time } from '../../ui/Time';
import { AskForDataset } from './AskForDataset';

export type ListedDataset = Shape<'ListedDatasetView'>;

function columnsOf(onAsk: (dataset: ListedDataset) => void): readonly Column<ListedDataset>[] {
  return [
    { key: 'name', header: 'Dataset', value: (row) => row.name, cell: (row) => <Name name={row.name} isBold /> },
    { key: 'description', header: 'What it holds', value: (row) => row.description, cell: (row) => <Name name={row.description} />, isExtra: true },
    { key: 'note', header: 'Its owner says', value: (row) => row.note, cell: (row) => <Name name={row.note} />, isExtra: true },
    { key: 'by', header: 'Listed by', value: (row) => row.listedBy, cell: (row) => <Name name={row.listedBy} />, width: 130, isExtra: true },
    { key: 'listed', header: 'Listed', value: (row) => row.listed, cell: (row) => <Time value={row.listed} />, width: 120, isExtra: true },
    { key: 'actions', header: '', align: 'right', width: 130, cell: (row) => <Button variant="subtle" size="compact-sm" onClick={() => onAsk(row)} aria-label={`Ask for access to ${row.name}`}>Ask for access</Button> },
  ];
}

/** The datasets that everybody finds, and whose owners can be asked for them. */
export function ListedDatasets() {
  const [asking, setAsking] = useState<ListedDataset>();
  const pages = usePages([...keys.catalogue, 'listed'], (query) => body(api.GET('/api/v1/listed-datasets', { params: { query } })));
  return (
    <>
      <List
        label="listed datasets" pages={pages} columns={columnsOf(setAsking)} rowKey={(row) => row.name}
        empty={(
          <Empty command="hops share enlist DATASET -p PROJECT">
            No dataset is listed yet. Its owner lists one under Share, on the list of datasets; everybody then finds its name and description and can ask for it.
          </Empty>
        )}
      />
      {asking && <AskForDataset dataset={asking} onClose={() => setAsking(undefined)} />}
    </>
  );
}
