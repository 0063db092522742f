import { useCallback } from 'react';
import { type Chosen, enqueue } from '../../uploads/queue';
import { makeFolder, type Place, useFilesChanged } from './files';

/** Sends files to the folder; they go on while one looks elsewhere. */
export function useUpload({ project, path }: Place): (files: AsyncIterable<Chosen>) => void {
  const changed = useFilesChanged(project);
  return useCallback(
    (files) => enqueue(files, { project, folder: path, makeFolder: (folder) => makeFolder(project, folder), onDone: () => void changed() }),
    [project, path, changed],
  );
}
