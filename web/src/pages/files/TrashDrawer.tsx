import { Button, Drawer, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { Confirm } from '../../ui/Confirm';
import { CopyAs, shellWord } from '../../ui/CopyAs';
import { Empty } from '../../ui/Empty';
import { bytes } from '../../ui/format';
import type { Column } from '../../ui/List';
import { List } from '../../ui/List';
import { Name, visible } from '../../ui/Name';
import { said } from '../../ui/notify';
import { Problem } from '../../ui/Problem';
import { Time } from '../../ui/Time';
import { emptyTrash, type Place, restoreTrashed, type Trashed, useFilesChanged } from './files';

/** What was deleted in a dataset and can be put back. */
export function TrashDrawer({ place: { project, dataset }, onClose }: { place: Place; onClose: () => void }) {
  const changed = useFilesChanged(project);
  const [asking, setAsking] = useState<Trashed | 'all'>();
  const pages = usePages(keys.part(project, 'files', 'trash', dataset), (query) =>
    body(api.GET('/api/v1/projects/{project}/files/trash', { params: { path: { project }, query: { path: dataset, ...query } } })));
  const restore = useMutation({
    mutationFn: (item: Trashed) => restoreTrashed(project, item),
    onSuccess: (_, item) => said(`${visible(item.path)} is back.`),
    onSettled: changed,
  });
  const columns: readonly Column<Trashed>[] = [
    { key: 'path', header: 'Was', value: (row) => row.path, cell: (row) => <Name name={row.path} /> },
    { key: 'size', header: 'Size', cell: (row) => (row.kind === 'FILE' ? bytes(row.lengthBytes) : 'Folder'), align: 'right', width: 90 },
    { key: 'deleted', header: 'Deleted', cell: (row) => <span title={row.deletedBy}><Time value={row.deleted} /></span>, width: 120 },
    { key: 'expires', header: 'Kept', cell: (row) => <Time value={row.expires} />, width: 120, isExtra: true },
    {
      key: 'actions', header: '', align: 'right', width: 190, cell: (row) => (
        <Group gap={4} justify="flex-end" wrap="nowrap">
          <Button variant="default" size="compact-sm" loading={restore.isPending && restore.variables === row} onClick={() => restore.mutate(row)} aria-label={`Restore ${visible(row.path)}`}>Restore</Button>
          <Button variant="subtle" color="red" size="compact-sm" onClick={() => setAsking(row)} aria-label={`Delete ${visible(row.path)} for good`}>Delete</Button>
        </Group>
      ),
    },
  ];
  if (asking) {
    const what = asking === 'all' ? `Everything in the trash of ${dataset}` : visible(asking.path);
    return (
      <Confirm
        title="Delete for good" verb="Delete for good" run={() => emptyTrash(project, dataset, asking === 'all' ? undefined : asking.id)}
        onDone={() => void changed()} onClose={() => setAsking(undefined)}
      >
        <span className="break">{what}</span> is lost. This cannot be undone.
      </Confirm>
    );
  }
  return (
    <Drawer opened onClose={onClose} title={`Trash of ${visible(dataset)}`} size={720}>
      <Group gap="xs" mb="md">
        <CopyAs command={`hops fs trash list ${shellWord(dataset)} -p ${project}`} path={`/api/v1/projects/${project}/files/trash?${new URLSearchParams({ path: dataset }).toString()}`} />
        {pages.items.length > 0 && <Button variant="default" color="red" onClick={() => setAsking('all')}>Empty the trash</Button>}
      </Group>
      {restore.isError && <Problem error={restore.error} />}
      <List label="deleted files" pages={pages} columns={columns} rowKey={(row) => row.id} empty={<Empty>Nothing was deleted here, or it is gone for good.</Empty>} />
    </Drawer>
  );
}
