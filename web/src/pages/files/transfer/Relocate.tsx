import { Button, Checkbox, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../../api/client';
import { keys } from '../../../api/keys';
import { asProblem } from '../../../api/problem';
import { datasetsQuery } from '../../../catalogue/catalogue';
import { useProject } from '../../../frame/project';
import { useMe } from '../../../frame/session';
import { Loading } from '../../../ui/Loading';
import { visible } from '../../../ui/Name';
import { NotAllowed } from '../../../ui/NotAllowed';
import { said } from '../../../ui/notify';
import { Problem } from '../../../ui/Problem';
import { copyFile, type FileTarget, type Place, renameFile, useFilesChanged } from '../files';
import { asFolder } from './folders';
import { FolderTree } from './FolderTree';

export type Way = 'move' | 'copy';

const WORDS = {
  move: { title: 'Move', done: 'moved' },
  copy: { title: 'Copy', done: 'copied' },
} as const;
const PROJECTS_MAX = 1000;

interface RelocateProps {
  way: Way;
  place: Place;
  targets: readonly FileTarget[];
  onClose: () => void;
  onDone: () => void;
}

interface Refusal {
  path: string;
  message: string;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Moves or copies files and folders into a folder that is picked. */
export function Relocate({ way, place, targets, onClose, onDone }: RelocateProps) {
  const { title } = WORDS[way];
  const only = targets.length === 1 ? targets[0] : undefined;
  const [project, setProject] = useState(place.project);
  const [folder, setFolder] = useState('');
  const [name, setName] = useState(only ? nameOf(only.path) : '');
  const [isReplacing, setReplacing] = useState(false);
  const exportDenied = useExportDenied(place);
  const relocate = useRelocate({ way, place, project, folder, onClose, onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    relocate.mutate(targets.map(({ path }) => ({ from: path, to: `${folder}/${only ? name : nameOf(path)}`, isReplacing })));
  };
  const choose = (other: string) => {
    setProject(other);
    setFolder('');
  };
  const isElsewhere = project !== place.project;
  return (
    <Modal opened onClose={onClose} title={only ? `${title} ${visible(nameOf(only.path))}` : `${title} ${targets.length} things`} size="lg">
      <form onSubmit={submit}>
        <Stack gap="md">
          {way === 'copy' && <ProjectChoice project={project} onChoose={choose} />}
          {isElsewhere && exportDenied !== undefined
            ? <NotAllowed reason={exportDenied} />
            : <Folders key={project} place={place} project={project} exportDenied={exportDenied} chosen={folder} onChoose={setFolder} />}
          {only && <TextInput label="Name there" required autoComplete="off" spellCheck={false} value={name} onChange={(event) => setName(event.currentTarget.value)} />}
          <Checkbox label="Replace files that are there" checked={isReplacing} onChange={(event) => setReplacing(event.currentTarget.checked)} />
          {relocate.data && relocate.data.length > 0 && <Refusals refusals={relocate.data} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={relocate.isPending} disabled={folder === '' || (only !== undefined && name === '')}>{`${title} here`}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Why what is shown may not leave the project that owns it. */
function useExportDenied({ dataset }: Place): string | undefined {
  const { ownersOnly } = useProject();
  const [owner, isBorrowed] = dataset.split('::');
  return isBorrowed === undefined ? ownersOnly('take files out of the project') : `What ${owner} shares stays in it: only its data owners can copy it out.`;
}

function useRelocate({ way, place, project, folder, onClose, onDone }: Omit<RelocateProps, 'targets'> & { project: string; folder: string }) {
  const changedHere = useFilesChanged(place.project);
  const changedThere = useFilesChanged(project);
  return useMutation({
    mutationFn: async (wishes: readonly { from: string; to: string; isReplacing: boolean }[]) => {
      const refusals: Refusal[] = [];
      let leftOut = 0;
      for (const { from, to, isReplacing } of wishes) {
        try {
          if (way === 'move') await renameFile(place.project, from, to, isReplacing);
          else leftOut += (await copyFile(place.project, { from, to, overwrite: isReplacing, toProject: project === place.project ? null : project })).leftOutCount;
        } catch (failure) {
          refusals.push({ path: from, message: asProblem(failure).message });
        }
      }
      await changedHere();
      if (project !== place.project) await changedThere();
      const done = wishes.length - refusals.length;
      if (done > 0) said(wordsOf(done, way, visible(folder), leftOut));
      return refusals;
    },
    onSuccess: (refusals, wishes) => {
      if (refusals.length < wishes.length) onDone();
      if (refusals.length === 0) onClose();
    },
  });
}

function wordsOf(done: number, way: Way, folder: string, leftOut: number): string {
  const what = `${done === 1 ? 'One thing is' : `${done} things are`} ${WORDS[way].done} to ${folder}.`;
  return leftOut === 0 ? what : `${what} ${leftOut === 1 ? 'One file was' : `${leftOut} files were`} being written and left out.`;
}

/** The projects of the caller; nothing where there is but one. */
function ProjectChoice({ project, onChoose }: { project: string; onChoose: (project: string) => void }) {
  const { data } = useQuery({
    queryKey: [...keys.projects, 'names'],
    queryFn: () => body(api.GET('/api/v1/projects', { params: { query: { limit: PROJECTS_MAX } } })),
    select: (page) => page.items.filter((one) => one.role !== 'NONE').map((one) => one.name),
  });
  if (!data || data.length < 2) return null;
  return <NativeSelect label="Project" data={data} value={project} onChange={(event) => onChoose(event.currentTarget.value)} />;
}

function Folders({ place, project, exportDenied, chosen, onChoose }: { place: Place; project: string; exportDenied: string | undefined; chosen: string; onChoose: (path: string) => void }) {
  const { data, error, isPending, refetch } = useQuery(datasetsQuery(project));
  const user = useMe().name;
  const [owner, isBorrowed] = place.dataset.split('::');
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading rows={4} />;
  const from = { owner: isBorrowed === undefined ? place.project : (owner ?? ''), exportDenied, user };
  return <FolderTree project={project} roots={data.map((dataset) => asFolder(dataset, from))} chosen={chosen} onChoose={onChoose} />;
}

function Refusals({ refusals }: { refusals: readonly Refusal[] }) {
  return (
    <div className="problem" role="alert">
      <ul className="problem-text">{refusals.map((refusal) => <li key={refusal.path}><strong className="break">{visible(nameOf(refusal.path))}</strong>: {refusal.message}</li>)}</ul>
    </div>
  );
}
