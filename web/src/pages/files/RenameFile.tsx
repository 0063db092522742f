import { renameFile, useFilesChanged } from './files';
import { PathForm } from './PathForm';

/** Gives a file or folder another path in the project. */
export function RenameFile({ project, path, onClose }: { project: string; path: string; onClose: () => void }) {
  const changed = useFilesChanged(project);
  return (
    <PathForm
      title="Rename or move" label="Path in the project" hint="dataset/folder/name. What is there already is not replaced." verb="Rename" initial={path}
      run={(to) => renameFile(project, path, to)} onDone={changed} onClose={onClose}
    />
  );
}
