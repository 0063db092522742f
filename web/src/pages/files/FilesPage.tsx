import { Button } from '@mantine/core';
import { IconFolderPlus, IconTrash } from '@tabler/icons-react';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { useProject } from '../../frame/project';
import { useShortcut } from '../../keys/registry';
import { icon } from '../../theme';
import { CopyAs, shellWord } from '../../ui/CopyAs';
import { Empty } from '../../ui/Empty';
import { List } from '../../ui/List';
import { Page } from '../../ui/Page';
import { useUrlState } from '../../ui/urlState';
import { Chosen } from './Chosen';
import { fileColumns, targetOf } from './columns';
import { DeleteFile } from './DeleteFile';
import { DropZone } from './DropZone';
import { FileCrumbs } from './FileCrumbs';
import { FileDrawer } from './FileDrawer';
import type { FileEntry, FileTarget } from './files';
import { listFiles, usePlace } from './files';
import { NewFolder } from './NewFolder';
import { RenameFile } from './RenameFile';
import { TrashDrawer } from './TrashDrawer';
import { Relocate, type Way } from './transfer/Relocate';
import { UnfinishedUploads } from './UnfinishedUploads';
import { UploadButton } from './UploadButton';
import { useChosen } from './useChosen';
import { useUpload } from './useUpload';

type Asking = { what: 'rename' | 'delete'; target: FileTarget } | { what: Way; targets: readonly FileTarget[] } | { what: 'folder' } | { what: 'trash' };

/** The files of a dataset, folder by folder. */
export function FilesPage() {
  const place = usePlace();
  const { isOwner, ownersOnly } = useProject();
  const navigate = useNavigate();
  const [file, setFile] = useUrlState('file');
  const [asking, setAsking] = useState<Asking>();
  const upload = useUpload(place);
  const pages = usePages(keys.part(place.project, 'files', place.path), (query) => listFiles(place, query));
  const askFolder = useCallback(() => setAsking({ what: 'folder' }), []);
  useShortcut('c', 'New folder', askFolder);

  const exportDenied = ownersOnly('take files out of the platform');
  const { chosen, choose } = useChosen(place.path, pages.items);
  const relocate = (what: Way) => setAsking({ what, targets: pages.items.filter((entry) => chosen.has(entry.name)).map((entry) => targetOf(place, entry)) });
  const columns = useMemo(
    () => fileColumns({
      place, exportDenied, chosen, onChoose: (name, isChosen) => choose([name], isChosen), onOpenFile: setFile,
      onAsk: (what, target) => setAsking(what === 'move' || what === 'copy' ? { what, targets: [target] } : { what, target }),
    }),
    // The place is a new object each time; its path says it all.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [place.project, place.path, exportDenied, chosen, choose, setFile],
  );
  const open = (entry: FileEntry) =>
    entry.kind === 'FILE' ? setFile(entry.name) : void navigate({ to: '/p/$project/data/$dataset/$', params: { ...place, _splat: [...place.folders, entry.name].join('/') }, search: {} });
  const close = () => setAsking(undefined);
  const opened = pages.items.find((entry) => entry.name === file);
  // The list of a file is that file alone, without a name: it is shown where it lies.
  if (pages.items[0]?.name === '') return <Navigate to="/p/$project/data/$dataset/$" params={{ ...place, _splat: place.folders.slice(0, -1).join('/') }} search={{ file: place.folders.at(-1) }} replace />;
  const listPath = `/api/v1/projects/${place.project}/files?${new URLSearchParams({ path: place.path }).toString()}`;
  return (
    <Page
      title={place.folders.at(-1) ?? place.dataset} heading={<FileCrumbs place={place} />}
      actions={
        <>
          <CopyAs command={`hops fs ls ${shellWord(place.path)} -p ${place.project}`} path={listPath} />
          <Button variant="default" leftSection={<IconTrash {...icon.small} />} onClick={() => setAsking({ what: 'trash' })}>Trash</Button>
          <Button variant="default" leftSection={<IconFolderPlus {...icon.small} />} onClick={askFolder} title="New folder (c)">New folder</Button>
          <UploadButton onFiles={upload} />
        </>
      }
    >
      <UnfinishedUploads place={place} />
      <DropZone onFiles={upload}>
        <List
          label="files" pages={pages} columns={columns} rowKey={(entry) => entry.name} onOpen={open} isOpen={(entry) => entry.name === file}
          tools={(rows) => <Chosen count={chosen.size} onAll={() => choose(rows.map((entry) => entry.name), true)} onNone={() => choose(rows.map((entry) => entry.name), false)} onRelocate={relocate} />}
          empty={<Empty command={`hops fs put LOCAL ${shellWord(`${place.path}/NAME`)} -p ${place.project}`}>This folder is empty. Drop files or folders here, or let a query write into the dataset.</Empty>}
        />
      </DropZone>
      {opened && <FileDrawer place={place} entry={opened} isOwner={isOwner} exportDenied={exportDenied} onClose={() => setFile('')} />}
      {asking?.what === 'folder' && <NewFolder place={place} onClose={close} />}
      {asking?.what === 'rename' && <RenameFile project={place.project} path={asking.target.path} onClose={close} />}
      {asking?.what === 'trash' && <TrashDrawer place={place} onClose={close} />}
      {(asking?.what === 'move' || asking?.what === 'copy') && (
        <Relocate way={asking.what} place={place} targets={asking.targets} onClose={close} onDone={() => choose(asking.targets.map(({ path }) => path.slice(place.path.length + 1)), false)} />
      )}
      {asking?.what === 'delete' && <DeleteFile project={place.project} target={asking.target} onClose={close} />}
    </Page>
  );
}
