import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { Confirm } from '../../ui/Confirm';
import { visible } from '../../ui/Name';
import { said } from '../../ui/notify';
import { deleteFile, type FileTarget, restoreTrashed, useFilesChanged } from './files';

/** Deletes a file, or a folder with all that is in it: into the trash, from which it can be had back at once, or for good. */
export function DeleteFile({ project, target, onClose }: { project: string; target: FileTarget; onClose: () => void }) {
  const changed = useFilesChanged(project);
  const [isForGood, setForGood] = useState(false);
  const name = target.path.slice(target.path.lastIndexOf('/') + 1);
  const run = async () => {
    const trashed = await deleteFile(project, target, isForGood);
    await changed();
    if (!trashed) return said(`${visible(name)} is deleted for good.`);
    const undo = async () => {
      await restoreTrashed(project, trashed);
      await changed();
    };
    said(`${visible(name)} is in the trash.`, { label: 'Undo', run: undo });
  };
  return (
    <Confirm
      title={target.isFolder ? 'Delete folder' : 'Delete file'} verb={isForGood ? 'Delete for good' : 'Move to trash'} {...(target.isFolder && isForGood ? { name } : {})}
      isSafe={!isForGood} run={run} onClose={onClose}
    >
      <p>
        <span className="mono break">{visible(target.path)}</span>
        {isForGood
          ? ` is lost${target.isFolder ? ' with everything in it' : ''}. This cannot be undone.`
          : ` goes to the trash of the dataset${target.isFolder ? ' with everything in it' : ''}, where it still counts for the quota, and can be put back for some days.`}
      </p>
      <Checkbox label="Delete it for good" checked={isForGood} onChange={(event) => setForGood(event.currentTarget.checked)} />
    </Confirm>
  );
}
