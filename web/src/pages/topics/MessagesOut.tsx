import { Button, Menu } from '@mantine/core';
import { IconDownload, IconRepeat } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { Topic } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { icon } from '../../theme';
import { Deniable } from '../../ui/Deniable';
import { count } from '../../ui/format';
import { exportCommand, exportUrl, type FileFormat, type Shown } from './exportUrl';

const ReplayDrawer = lazy(() => import('./replay/ReplayDrawer'));

const FORMATS: readonly (readonly [format: FileFormat, label: string])[] = [['JSONL', 'JSON lines, an object a line'], ['CSV', 'CSV']];

interface MessagesOutProps {
  topic: Topic;
  /** Which messages the file has: those from there on. */
  shown: Shown;
  chosen: ReadonlySet<string>;
  onNone: () => void;
}

/** Takes messages out as a file, and writes those that are chosen again. */
export function MessagesOut({ topic, shown, chosen, onNone }: MessagesOutProps) {
  const { name: project, isOwner, ownersOnly } = useProject();
  const [isReplaying, setReplaying] = useState(false);
  // An archived project is still read by its owners.
  const denied = topic.owner !== project ? `It belongs to ${topic.owner}: only a data owner there may take it out.` : isOwner ? undefined : ownersOnly('take data out');
  return (
    <>
      {denied === undefined
        ? (
          <Menu width={320}>
            <Menu.Target><Button variant="default" leftSection={<IconDownload {...icon.small} />}>Export</Button></Menu.Target>
            <Menu.Dropdown>
              {FORMATS.map(([format, label]) => (
                <Menu.Item key={format} component="a" href={exportUrl(project, topic.name, shown, format)} download={`${topic.name}.${format.toLowerCase()}`}>{label}</Menu.Item>
              ))}
              <Menu.Label>{exportCommand(project, topic.name, shown, 'JSONL')}</Menu.Label>
            </Menu.Dropdown>
          </Menu>
        )
        : <Deniable variant="default" denied={denied} leftSection={<IconDownload {...icon.small} />}>Export</Deniable>}
      {chosen.size > 0 && (
        <>
          <Button variant="default" leftSection={<IconRepeat {...icon.small} />} onClick={() => setReplaying(true)}>Replay {count(chosen.size)}</Button>
          <Button variant="subtle" onClick={onNone}>Choose none</Button>
        </>
      )}
      {isReplaying && <Suspense><ReplayDrawer topic={topic} chosen={chosen} onClose={() => setReplaying(false)} /></Suspense>}
    </>
  );
}
