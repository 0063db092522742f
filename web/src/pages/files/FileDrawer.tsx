import { Button, Drawer, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { icon } from '../../theme';
import { contentUrl } from '../../uploads/contentUrl';
import { CopyAs, shellWord } from '../../ui/CopyAs';
import { bytes, count } from '../../ui/format';
import { Facts } from '../../ui/Facts';
import { visible } from '../../ui/Name';
import { NotAllowed } from '../../ui/NotAllowed';
import { Time } from '../../ui/Time';
import type { FileEntry, Place } from './files';
import { Preview } from './preview/Preview';

interface FileDrawerProps {
  place: Place;
  entry: FileEntry;
  isOwner: boolean;
  exportDenied: string | undefined;
  onClose: () => void;
}

/** A file: what is known about it, and what is in it for those who may see that here. */
export function FileDrawer({ place, entry, isOwner, exportDenied, onClose }: FileDrawerProps) {
  const path = `${place.path}/${entry.name}`;
  const url = contentUrl(place.project, path);
  return (
    <Drawer opened onClose={onClose} title={<bdi className="break">{visible(entry.name)}</bdi>} size={640}>
      <Facts
        facts={[
          ['Path', <span key="path" className="mono">{visible(path)}</span>],
          ['Size', `${bytes(entry.lengthBytes)} (${count(entry.lengthBytes)} bytes)`],
          ['Modified', <Time key="time" value={entry.modified} />],
          ['Owner', `${entry.owner}, group ${entry.group}, mode ${entry.mode}`],
        ]}
      />
      {isOwner && (
        <Group gap="xs" my="md">
          <Button component="a" href={url} download={entry.name} variant="default" leftSection={<IconDownload {...icon.small} />}>Download</Button>
          <CopyAs command={`hops fs cat ${shellWord(path)} -p ${place.project}`} path={url} />
        </Group>
      )}
      {exportDenied === undefined
        ? <Preview key={path} project={place.project} path={path} lengthBytes={Number(entry.lengthBytes)} />
        : <NotAllowed reason={`${exportDenied} Queries and SQL of the project read this file.`} />}
    </Drawer>
  );
}
