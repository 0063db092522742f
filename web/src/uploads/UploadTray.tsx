import { ActionIcon, Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { icon } from '../theme';
import { bytes, count } from '../ui/format';
import { Meter } from '../ui/Meter';
import { Name } from '../ui/Name';
import { State } from '../ui/State';
import { again, cancel, clear, hasParts, isUnfinished, pause, pauseAll, resumeAll, type Tray, type Upload, type UploadState } from './queue';
import { rateOf } from './rate';

const LOOKS = {
  waiting: ['waiting', 'Waiting'], running: ['running', 'Uploading'], paused: ['waiting', 'Paused'], done: ['ok', 'Done'], failed: ['failed', 'Failed'], cancelled: ['killed', 'Cancelled'],
} as const satisfies Record<UploadState, readonly [string, string]>;

/** Files on their way, each with how far it is and what can be done about it. */
export default function UploadTray({ tray }: { tray: Tray }) {
  const [isOpen, setOpen] = useState(true);
  const { uploads, isPaused } = tray;
  const unfinished = uploads.filter(isUnfinished).length;
  const Chevron = isOpen ? IconChevronDown : IconChevronUp;
  const canPause = isPaused || uploads.some((upload) => upload.state === 'paused') || unfinished > 0;
  const isStopped = isPaused || (unfinished > 0 && uploads.filter(isUnfinished).every((upload) => upload.state === 'paused'));
  return (
    <section className="tray" aria-label="Uploads">
      <header>
        <strong role="status">{titleOf(tray, unfinished)}</strong>
        {unfinished < uploads.length && <Button variant="subtle" size="compact-sm" onClick={clear}>Clear finished</Button>}
        {canPause && (
          <ActionIcon aria-label={isStopped ? 'Go on with all uploads' : 'Pause all uploads'} onClick={isStopped ? resumeAll : pauseAll}>
            {isStopped ? <IconPlayerPlay {...icon.small} /> : <IconPlayerPause {...icon.small} />}
          </ActionIcon>
        )}
        <ActionIcon aria-label={isOpen ? 'Fold the uploads' : 'Unfold the uploads'} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}><Chevron {...icon.small} /></ActionIcon>
      </header>
      {isOpen && <ul>{uploads.map((upload) => <Row key={upload.id} upload={upload} />)}</ul>}
    </section>
  );
}

function titleOf({ uploads, doneCount, hasMore }: Tray, unfinished: number): string {
  const finished = uploads.length - unfinished + doneCount;
  if (unfinished === 0) return hasMore ? `${count(finished)} finished: clear them to go on with the rest` : `Uploads: ${count(finished)} finished`;
  return `Uploading, ${count(finished)} of ${count(uploads.length + doneCount)}${hasMore ? ' and more' : ''} finished`;
}

function Row({ upload }: { upload: Upload }) {
  const [kind, word] = LOOKS[upload.state];
  const isTaken = upload.error?.code === 'already-exists';
  const percent = upload.file.size === 0 ? 100 : (100 * upload.sentBytes) / upload.file.size;
  const canSendAgain = upload.state === 'cancelled' || (upload.state === 'failed' && upload.error?.code !== 'unreadable');
  const isBegun = upload.state === 'running' || upload.state === 'paused';
  return (
    <li>
      <div className="tray-row">
        <Name name={upload.name} />
        <span className="muted nowrap">{bytes(upload.file.size)}</span>
        <State kind={kind} label={upload.state === 'running' ? `${Math.floor(percent)} %` : word} />
        {upload.state === 'running' && hasParts(upload) && <ActionIcon size={24} aria-label={`Pause ${upload.name}`} onClick={() => pause(upload.id)}><IconPlayerPause {...icon.small} /></ActionIcon>}
        {upload.state === 'paused' && <ActionIcon size={24} aria-label={`Go on with ${upload.name}`} onClick={() => again(upload, upload.overwrite)}><IconPlayerPlay {...icon.small} /></ActionIcon>}
        {isUnfinished(upload) && <ActionIcon size={24} aria-label={`Cancel ${upload.name}`} onClick={() => cancel(upload.id)}><IconX {...icon.small} /></ActionIcon>}
        {canSendAgain && (
          <Button variant="default" size="compact-sm" onClick={() => again(upload, isTaken || upload.overwrite)}>{isTaken ? 'Replace' : 'Retry'}</Button>
        )}
      </div>
      {isBegun && <Meter label={`${upload.name}: ${Math.floor(percent)} %`} percent={percent} isProgress />}
      {upload.state === 'running' && <span className="muted">{rateOf(upload, performance.now())}</span>}
      {upload.error && <div className="tray-error">{upload.error.detail || upload.error.title}</div>}
    </li>
  );
}
