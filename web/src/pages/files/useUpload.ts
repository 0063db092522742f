import { useCallback } from 'react';
import { enqueue } from '../../uploads/queue';
import { said } from '../../ui/notify';
import { plural } from '../../ui/format';
import { type Place, useFilesChanged } from './files';

/** Sends files to the folder; they go on while one looks elsewhere. */
export function useUpload({ project, path }: Place): (files: readonly File[]) => void {
  const changed = useFilesChanged(project);
  return useCallback(
    (files) => {
      const left = enqueue(files, project, path, () => void changed());
      if (left > 0) said(`${plural(left, 'file was', 'files were')} too many at once: clear what is finished and add them again.`);
    },
    [project, path, changed],
  );
}
