import { Meter } from '../../ui/Meter';
import { useUsage } from '../usage/uses';

/** How full the storage of the project is; all its datasets share it. */
export function StorageMeter() {
  const storage = useUsage().uses.find((use) => use.name === 'file_bytes');
  if (!storage) return null;
  return (
    <span className="storage muted" title={storage.exact}>
      Storage {storage.text}
      {storage.percent !== undefined && <Meter label={`Storage: ${storage.text}`} percent={storage.percent} />}
    </span>
  );
}
