import { Checkbox, Menu } from '@mantine/core';
import { IconFile, IconFolder } from '@tabler/icons-react';
import { icon } from '../../theme';
import { archiveUrl, contentUrl } from '../../uploads/contentUrl';
import { bytes } from '../../ui/format';
import type { Column } from '../../ui/List';
import { MenuAction } from '../../ui/MenuAction';
import { Name, visible } from '../../ui/Name';
import { RowMenu } from '../../ui/RowMenu';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import type { FileEntry, FileTarget, Place } from './files';

interface FileActions {
  place: Place;
  exportDenied: string | undefined;
  chosen: ReadonlySet<string>;
  onChoose: (name: string, isChosen: boolean) => void;
  onAsk: (what: 'rename' | 'move' | 'copy' | 'delete', target: FileTarget) => void;
  onOpenFile: (name: string) => void;
}

/** What is shown of a file, and what can be done with it. */
export function fileColumns(actions: FileActions): readonly Column<FileEntry>[] {
  return [
    { key: 'choose', header: '', label: 'Chosen', width: 34, cell: (row) => <Choose entry={row} {...actions} /> },
    { key: 'name', header: 'Name', value: (row) => row.name, cell: (row) => <FileName entry={row} {...actions} /> },
    { key: 'size', header: 'Size', value: (row) => Number(row.lengthBytes), cell: (row) => (row.kind === 'FILE' ? bytes(row.lengthBytes) : ''), align: 'right', width: 100 },
    { key: 'modified', header: 'Modified', value: (row) => row.modified, cell: (row) => <Time value={row.modified} />, width: 130, isExtra: true },
    { key: 'owner', header: 'Owner', value: (row) => row.owner, cell: (row) => row.owner, width: 190, isExtra: true },
    { key: 'mode', header: 'Mode', cell: (row) => <span className="mono">{row.mode}</span>, width: 70, isExtra: true },
    { key: 'actions', header: '', align: 'right', width: 48, cell: (row) => <Actions entry={row} {...actions} /> },
  ];
}

function Choose({ entry, chosen, onChoose }: FileActions & { entry: FileEntry }) {
  return <Checkbox size="xs" aria-label={`Choose ${visible(entry.name)}`} checked={chosen.has(entry.name)} onChange={(event) => onChoose(entry.name, event.currentTarget.checked)} />;
}

function FileName({ entry, place, onOpenFile }: FileActions & { entry: FileEntry }) {
  if (entry.kind === 'FILE') {
    return <button type="button" className="file-name" onClick={() => onOpenFile(entry.name)}><IconFile {...icon.small} aria-hidden /><Name name={entry.name} /></button>;
  }
  return (
    <TextLink className="file-name" to="/p/$project/data/$dataset/$" params={{ ...place, _splat: [...place.folders, entry.name].join('/') }} search={{}}>
      <IconFolder {...icon.small} aria-hidden /><Name name={entry.name} isBold />
    </TextLink>
  );
}

function Actions({ entry, place, exportDenied, onAsk }: FileActions & { entry: FileEntry }) {
  const target = targetOf(place, entry);
  return (
    <RowMenu label={entry.name}>
      {exportDenied === undefined
        ? <Menu.Item component="a" {...downloadOf(place.project, target, entry.name)}>{target.isFolder ? 'Download as ZIP' : 'Download'}</Menu.Item>
        : <MenuAction denied={exportDenied} onClick={() => undefined}>Download</MenuAction>}
      <MenuAction onClick={() => onAsk('rename', target)}>Rename or move</MenuAction>
      <MenuAction onClick={() => onAsk('move', target)}>Move to</MenuAction>
      <MenuAction onClick={() => onAsk('copy', target)}>Copy to</MenuAction>
      <MenuAction onClick={() => void navigator.clipboard.writeText(target.path)}>Copy path</MenuAction>
      <MenuAction isDangerous onClick={() => onAsk('delete', target)}>Delete</MenuAction>
    </RowMenu>
  );
}

export function targetOf(place: Place, entry: FileEntry): FileTarget {
  return { path: `${place.path}/${entry.name}`, isFolder: entry.kind === 'DIRECTORY' };
}

function downloadOf(project: string, { path, isFolder }: FileTarget, name: string): { href: string; download: string } {
  return isFolder ? { href: archiveUrl(project, path), download: `${name}.zip` } : { href: contentUrl(project, path), download: name };
}
