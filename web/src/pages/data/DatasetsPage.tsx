import { IconFolderPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { useProject } from '../../frame/project';
import { useShortcut } from '../../keys/registry';
import { icon } from '../../theme';
import { CopyAs } from '../../ui/CopyAs';
import { Deniable } from '../../ui/Deniable';
import { Empty } from '../../ui/Empty';
import { List } from '../../ui/List';
import { Page } from '../../ui/Page';
import { useUrlState } from '../../ui/urlState';
import { datasetColumns } from './columns';
import { type Dataset, writeDenied } from './dataset';
import { DeleteDataset } from './DeleteDataset';
import { EditDataset } from './EditDataset';
import { NewDataset } from './NewDataset';
import { StorageMeter } from './StorageMeter';

const RetentionDrawer = lazy(() => import('../retention/RetentionDrawer'));
const ShareDrawer = lazy(() => import('../shares/ShareDrawer'));

/** The datasets of the project. */
export function DatasetsPage() {
  const { name, isOwner, ownersOnly } = useProject();
  const navigate = useNavigate();
  const [isCreating, setCreating] = useState(false);
  const [editing, setEditing] = useState<string>();
  const [deleting, setDeleting] = useState<string>();
  const [keeping, setKeeping] = useState<string>();
  const [sharing, setSharing] = useUrlState('share');
  const pages = usePages(keys.part(name, 'datasets'), (query) =>
    body(api.GET('/api/v1/projects/{project}/datasets', { params: { path: { project: name }, query } })));
  useShortcut(isOwner ? 'c' : undefined, 'New dataset', useCallback(() => setCreating(true), []));

  const shared = pages.items.find((row) => row.name === sharing && row.rights === null);
  const open = (row: Dataset) => void navigate({ to: '/p/$project/data/$dataset/$', params: { project: name, dataset: row.name, _splat: '' }, search: {} });
  const create = <Deniable leftSection={<IconFolderPlus {...icon.small} />} denied={ownersOnly('make datasets')} onClick={() => setCreating(true)}>New dataset</Deniable>;
  return (
    <Page title="Datasets" actions={<><CopyAs command={`hops dataset list -p ${name}`} path={`/api/v1/projects/${name}/datasets`} />{create}</>}>
      <List
        label="datasets" pages={pages} columns={datasetColumns({ onShare: setSharing, onEdit: setEditing, onRetention: setKeeping, onDelete: setDeleting })} rowKey={(row) => row.name} onOpen={open} tools={<StorageMeter />}
        empty={<Empty action={create} command={`hops dataset create NAME -p ${name}`}>A dataset is a directory of the project: files are uploaded into it, queries write into it, SQL reads it.</Empty>}
      />
      {shared && <Suspense><ShareDrawer thing={{ kind: 'DATASET', name: shared.name, writeDenied: writeDenied(shared), isPublic: shared.isPublic, isListed: shared.isListed }} onClose={() => setSharing('')} /></Suspense>}
      {isCreating && <NewDataset onClose={() => setCreating(false)} />}
      {editing && <EditDataset name={editing} onClose={() => setEditing(undefined)} />}
      {keeping && <Suspense><RetentionDrawer dataset={keeping} onClose={() => setKeeping(undefined)} /></Suspense>}
      {deleting && <DeleteDataset name={deleting} onClose={() => setDeleting(undefined)} />}
    </Page>
  );
}
