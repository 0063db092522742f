import { useCallback, useMemo, useState } from 'react';
import type { FileEntry } from './files';

/** The names of a folder that are chosen: those that are still there, and none once another folder is shown. */
export function useChosen(path: string, entries: readonly FileEntry[]): { chosen: ReadonlySet<string>; choose: (names: readonly string[], isChosen: boolean) => void } {
  const [kept, setKept] = useState<{ path: string; names: ReadonlySet<string> }>({ path, names: new Set() });
  const chosen = useMemo(
    () => new Set(kept.path === path ? entries.map((entry) => entry.name).filter((name) => kept.names.has(name)) : []),
    [kept, path, entries],
  );
  const choose = useCallback(
    (names: readonly string[], isChosen: boolean) => setKept((before) => {
      const next = new Set(before.path === path ? before.names : []);
      for (const name of names) {
        if (isChosen) next.add(name);
        else next.delete(name);
      }
      return { path, names: next };
    }),
    [path],
  );
  return { chosen, choose };
}
