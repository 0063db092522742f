import { IconChevronDown, IconChevronRight, IconFolder } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { icon } from '../../../theme';
import { visible } from '../../../ui/Name';
import { Problem } from '../../../ui/Problem';
import { type Folder, foldersQuery } from './folders';

interface FolderTreeProps {
  project: string;
  roots: readonly Folder[];
  chosen: string;
  onChoose: (path: string) => void;
}

function rowsOf(folders: readonly Folder[], below: ReadonlyMap<string, readonly string[]>): Folder[] {
  return folders.flatMap((folder) => {
    const children = below.get(folder.path)?.map((name) => ({ path: `${folder.path}/${name}`, name, level: folder.level + 1 }));
    return [folder, ...(children ? rowsOf(children, below) : [])];
  });
}

/** The folders of datasets as a tree: arrows walk it and open it, Enter or Space chooses. What may not be chosen stays and says why. */
export function FolderTree({ project, roots, chosen, onChoose }: FolderTreeProps) {
  const [open, setOpen] = useState<readonly string[]>([]);
  const [at, setAt] = useState(chosen);
  const items = useRef(new Map<string, HTMLLIElement>());
  const reads = useQueries({ queries: open.map((path) => foldersQuery(project, path)) });
  const below = new Map(open.flatMap((path, index) => (reads[index]?.data ? [[path, reads[index].data] as const] : [])));
  const rows = rowsOf(roots, below);
  const failed = reads.find((read) => read.error);
  const current = Math.max(0, rows.findIndex((row) => row.path === at));

  const go = (row: Folder | undefined) => {
    if (!row) return;
    setAt(row.path);
    items.current.get(row.path)?.focus();
  };
  const expand = (path: string) => setOpen((paths) => (paths.includes(path) ? paths : [...paths, path]));
  const collapse = (path: string) => setOpen((paths) => paths.filter((other) => other !== path));
  const choose = (row: Folder) => {
    setAt(row.path);
    if (row.denied === undefined) onChoose(row.path);
  };
  const press = (event: KeyboardEvent) => {
    const row = rows[current];
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    const isOpen = open.includes(row.path);
    const acts: Record<string, () => void> = {
      ArrowDown: () => go(rows[current + 1]),
      ArrowUp: () => go(rows[current - 1]),
      Home: () => go(rows[0]),
      End: () => go(rows.at(-1)),
      ArrowRight: () => (isOpen ? rows[current + 1]?.level === row.level + 1 && go(rows[current + 1]) : row.denied === undefined && expand(row.path)),
      ArrowLeft: () => (isOpen ? collapse(row.path) : go(rows.slice(0, current).findLast((other) => other.level < row.level))),
      Enter: () => choose(row),
      ' ': () => choose(row),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <>
      <ul role="tree" aria-label="Folders" className="folders" onKeyDown={press}>
        {rows.map((row, index) => (
          <FolderItem
            key={row.path} row={row} isCurrent={index === current} isChosen={row.path === chosen}
            isOpen={below.get(row.path)?.length === 0 ? undefined : open.includes(row.path)}
            onChoose={() => choose(row)} onToggle={() => (open.includes(row.path) ? collapse(row.path) : expand(row.path))}
            keep={(item) => (item ? items.current.set(row.path, item) : items.current.delete(row.path))}
          />
        ))}
      </ul>
      <p role="status" className="muted folders-note">{reads.some((read) => read.isPending) ? 'Reading folders' : ''}</p>
      {failed && <Problem error={failed.error} onRetry={() => void failed.refetch()} />}
    </>
  );
}

interface FolderItemProps {
  row: Folder;
  isCurrent: boolean;
  isChosen: boolean;
  /** Undefined if there is nothing to open. */
  isOpen: boolean | undefined;
  onChoose: () => void;
  onToggle: () => void;
  keep: (item: HTMLLIElement | null) => void;
}

function FolderItem({ row, isCurrent, isChosen, isOpen, onChoose, onToggle, keep }: FolderItemProps) {
  const id = useId();
  const isDenied = row.denied !== undefined;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li
      ref={(item) => { keep(item); }} role="treeitem" aria-level={row.level} aria-selected={isChosen} aria-expanded={isDenied ? undefined : isOpen} aria-disabled={isDenied || undefined}
      aria-labelledby={id} aria-describedby={isDenied ? `${id}-why` : undefined} tabIndex={isCurrent ? 0 : -1} onClick={onChoose}
      style={{ paddingInlineStart: row.level * 18 - 10 }}
    >
      <span className="folders-toggle" aria-hidden onClick={(event) => { event.stopPropagation(); onToggle(); }}>
        {!isDenied && isOpen !== undefined && <Chevron {...icon.small} />}
      </span>
      <IconFolder {...icon.small} aria-hidden />
      <span>
        <bdi id={id} className="break">{visible(row.name)}</bdi>
        {isDenied && <span id={`${id}-why`} className="denied-why">{row.denied}</span>}
      </span>
    </li>
  );
}
