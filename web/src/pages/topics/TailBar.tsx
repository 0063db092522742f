import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useShortcut } from '../../keys/registry';
import { icon } from '../../theme';
import { count } from '../../ui/format';
import { LiveState } from '../../live/LiveState';
import { ROWS_MAX } from './ring';
import type { Tail } from './useTail';

/** Holds a tail and lets it go on; how many have come in between, and whether anything is heard. */
export function TailBar({ tail: { ring, ended, stream, pause, apply } }: { tail: Tail }) {
  const turn = useCallback(() => pause(!ring.isPaused), [pause, ring.isPaused]);
  useShortcut(' ', ring.isPaused ? 'Go on' : 'Pause', turn);
  const Icon = ring.isPaused ? IconPlayerPlay : IconPlayerPause;
  return (
    <>
      <Button variant="default" leftSection={<Icon {...icon.small} />} onClick={turn} disabled={ended !== undefined}>{ring.isPaused ? 'Go on' : 'Pause'}</Button>
      {ring.heldCount > 0 && <Button variant="default" onClick={apply}>{count(ring.heldCount)} new</Button>}
      <span className="toolbar-count row">
        {ended === undefined && <LiveState stream={stream} isPaused={ring.isPaused} />}
        <span className="muted">{count(ring.rows.length)}{ring.rows.length === ROWS_MAX && ', older ones are dropped'}</span>
      </span>
    </>
  );
}
