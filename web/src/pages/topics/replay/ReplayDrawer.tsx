import { Button, Drawer, Group, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Topic, topicsQuery } from '../../../catalogue/catalogue';
import { useProject } from '../../../frame/project';
import { CopyAs } from '../../../ui/CopyAs';
import { bytes, plural } from '../../../ui/format';
import { Loading } from '../../../ui/Loading';
import { visible } from '../../../ui/Name';
import { Problem } from '../../../ui/Problem';
import { State } from '../../../ui/State';
import { placesOf, type Replay, replayCommand } from './places';
import { useReplay } from './useReplay';

interface ReplayDrawerProps {
  topic: Topic;
  chosen: ReadonlySet<string>;
  onClose: () => void;
}

/** Writes messages again, to their topic or another one, after it has been shown how many go where. */
export default function ReplayDrawer({ topic, chosen, onClose }: ReplayDrawerProps) {
  const { name: project } = useProject();
  const [to, setTo] = useState(topic.name);
  const topics = useQuery(topicsQuery(project)).data ?? [topic];
  const targets = topics.filter((one) => one.rights !== 'READ').map((one) => one.name);
  const { preview, write } = useReplay({ topic: topic.name, to, chosen });
  const done = write.data;
  return (
    <Drawer opened onClose={onClose} size={560} title={<bdi className="break">Replay {plural(chosen.size, 'message')} of {visible(topic.name)}</bdi>}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-end">
          <NativeSelect label="To the topic" data={targets} value={to} disabled={done !== undefined} onChange={(event) => setTo(event.currentTarget.value)} />
          <CopyAs
            command={replayCommand(project, topic.name, to, chosen)} method="POST" path={`/api/v1/projects/${project}/topics/${encodeURIComponent(topic.name)}/replays`}
            content={{ to, messages: placesOf(chosen) }}
          />
        </Group>
        <p className="muted">Key, value and headers are written again byte for byte, with the time of now. Whoever reads the topic reads them again: queries count them once more.</p>
        {preview.isPending && <Loading rows={2} />}
        {preview.error && <Problem error={preview.error} onRetry={() => void preview.refetch()} />}
        {write.error && <Problem error={write.error} />}
        {(done ?? preview.data) && <Places replay={done ?? preview.data} />}
        <Group gap="xs">
          {done === undefined && <Button disabled={!preview.data} loading={write.isPending} onClick={() => write.mutate()}>Produce {plural(chosen.size, 'message')} again</Button>}
          <Button variant="default" onClick={onClose}>{done === undefined ? 'Cancel' : 'Close'}</Button>
        </Group>
      </Stack>
    </Drawer>
  );
}

function Places({ replay }: { replay: Replay | undefined }) {
  if (!replay) return null;
  return (
    <div role="status" aria-label={replay.isDryRun ? 'Preview' : 'Written'}>
      <p>{plural(replay.count, 'message')}, {bytes(replay.sizeBytes)}</p>
      <ul className="rows">
        {replay.partitions.map((one) => (
          <li key={one.partition}>
            {replay.isDryRun && <State kind="idle" label="Would be written" />}
            {!replay.isDryRun && one.error === null && <State kind="ok" label="Written" />}
            {one.error !== null && <State kind="failed" label="Refused" raw={one.error} />}
            <span>
              Partition <span className="mono">{one.partition}</span>, {plural(one.count, 'message')}
              {one.firstOffset !== null && <>, offsets <span className="mono">{one.firstOffset}</span> to <span className="mono">{one.lastOffset}</span></>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
