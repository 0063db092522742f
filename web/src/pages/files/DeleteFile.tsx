import { Confirm } from '../../ui/Confirm';
import { visible } from '../../ui/Name';
import { said } from '../../ui/notify';
import { deleteFile, type FileTarget, useFilesChanged } from './files';

/** Deletes a file, or a folder with all that is in it. */
export function DeleteFile({ project, target, onClose }: { project: string; target: FileTarget; onClose: () => void }) {
  const changed = useFilesChanged(project);
  const name = target.path.slice(target.path.lastIndexOf('/') + 1);
  const settle = async () => {
    await changed();
    said(`${visible(name)} is deleted.`);
  };
  return (
    <Confirm
      title={target.isFolder ? 'Delete folder' : 'Delete file'} verb="Delete" {...(target.isFolder ? { name } : {})}
      run={() => deleteFile(project, target)} onDone={() => void settle()} onClose={onClose}
    >
      <span className="mono break">{visible(target.path)}</span> is lost{target.isFolder ? ' with everything in it' : ''}. This cannot be undone.
    </Confirm>
  );
}
