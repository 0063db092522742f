import { Button } from '@mantine/core';
import { useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { Empty } from '../../ui/Empty';
import { type Column, List } from '../../ui/List';
import { Name } from '../../ui/Name';
import { Time } from '../../ui/Time';
import { useUrlState } from '../../ui/urlState';
import { JoinDataset } from './JoinDataset';
import { PublicDrawer } from './PublicDrawer';

export type PublicDataset = Shape<'PublicDatasetView'>;

function columnsOf(onOpen: (name: string) => void, onAdd: (dataset: PublicDataset) => void): readonly Column<PublicDataset>[] {
  return [
    { key: 'name', header: 'Dataset', value: (row) => row.name, cell: (row) => <button type="button" className="cell-button" onClick={() => onOpen(row.name)}><Name name={row.name} isBold /></button> },
    { key: 'description', header: 'What it holds', value: (row) => row.description, cell: (row) => <Name name={row.description} />, isExtra: true },
    { key: 'note', header: 'Its owner says', value: (row) => row.note, cell: (row) => <Name name={row.note} />, isExtra: true },
    { key: 'by', header: 'Published by', value: (row) => row.publishedBy, cell: (row) => <Name name={row.publishedBy} />, width: 130, isExtra: true },
    { key: 'published', header: 'Published', value: (row) => row.published, cell: (row) => <Time value={row.published} />, width: 120, isExtra: true },
    { key: 'actions', header: '', align: 'right', width: 150, cell: (row) => <Button variant="subtle" size="compact-sm" onClick={() => onAdd(row)} aria-label={`Add to a project: ${row.name}`}>Add to a project</Button> },
  ];
}

/** The datasets that their owners have published, for every project to borrow. */
export function PublicDatasets() {
  const [opened, setOpened] = useUrlState('dataset');
  const [adding, setAdding] = useState<PublicDataset>();
  const pages = usePages(keys.catalogue, (query) => body(api.GET('/api/v1/public-datasets', { params: { query } })));
  const dataset = pages.items.find((row) => row.name === opened);
  return (
    <>
      <List
        label="public datasets" pages={pages} columns={columnsOf(setOpened, setAdding)} rowKey={(row) => row.name} onOpen={(row) => setOpened(row.name)} isOpen={(row) => row.name === opened}
        empty={(
          <Empty command="hops share publish DATASET -p PROJECT">
            No dataset is public yet. Its owner publishes one under Share, on the list of datasets; every project can then borrow it for reading, without a copy.
          </Empty>
        )}
      />
      {dataset && <PublicDrawer dataset={dataset} onAdd={() => setAdding(dataset)} onClose={() => setOpened('')} />}
      {adding && <JoinDataset dataset={adding} onClose={() => setAdding(undefined)} />}
    </>
  );
}
