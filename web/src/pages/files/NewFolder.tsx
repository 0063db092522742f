import { useFilesChanged, makeFolder, type Place } from './files';
import { PathForm } from './PathForm';

/** Makes a folder in the one that is shown, with those above it. */
export function NewFolder({ place, onClose }: { place: Place; onClose: () => void }) {
  const changed = useFilesChanged(place.project);
  return (
    <PathForm
      title="New folder" label="Name" hint="a/b makes both." verb="Create folder" initial=""
      run={(name) => makeFolder(place.project, `${place.path}/${name}`)} onDone={changed} onClose={onClose}
    />
  );
}
