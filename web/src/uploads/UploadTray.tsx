import { ActionIcon, Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { icon } from '../theme';
import { bytes } from '../ui/format';
import { Meter } from '../ui/Meter';
import { Name } from '../ui/Name';
import { State } from '../ui/State';
import { again, cancel, clear, isUnfinished, type Upload, type UploadState } from './queue';

const LOOKS = {
  waiting: ['waiting', 'Waiting'], running: ['running', 'Uploading'], done: ['ok', 'Done'], failed: ['failed', 'Failed'], cancelled: ['killed', 'Cancelled'],
} as const satisfies Record<UploadState, readonly [string, string]>;

/** Files on their way, each with how far it is and what can be done about it. */
export default function UploadTray({ uploads }: { uploads: readonly Upload[] }) {
  const [isOpen, setOpen] = useState(true);
  const running = uploads.filter(isUnfinished).length;
  const title = running > 0 ? `Uploading ${running} of ${uploads.length}` : `Uploads: ${uploads.length} finished`;
  const Chevron = isOpen ? IconChevronDown : IconChevronUp;
  return (
    <section className="tray" aria-label="Uploads">
      <header>
        <strong role="status">{title}</strong>
        {running < uploads.length && <Button variant="subtle" size="compact-sm" onClick={clear}>Clear finished</Button>}
        <ActionIcon aria-label={isOpen ? 'Fold the uploads' : 'Unfold the uploads'} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}><Chevron {...icon.small} /></ActionIcon>
      </header>
      {isOpen && <ul>{uploads.map((upload) => <Row key={upload.id} upload={upload} />)}</ul>}
    </section>
  );
}

function Row({ upload }: { upload: Upload }) {
  const [kind, word] = LOOKS[upload.state];
  const isExisting = upload.error?.status === 409;
  const percent = upload.file.size === 0 ? 100 : (100 * upload.sentBytes) / upload.file.size;
  return (
    <li>
      <div className="tray-row">
        <Name name={upload.file.name} />
        <span className="muted nowrap">{bytes(upload.file.size)}</span>
        <State kind={kind} label={upload.state === 'running' ? `${Math.floor(percent)} %` : word} />
        {isUnfinished(upload) && <ActionIcon size={24} aria-label={`Cancel ${upload.file.name}`} onClick={() => cancel(upload.id)}><IconX {...icon.small} /></ActionIcon>}
        {(upload.state === 'failed' || upload.state === 'cancelled') && (
          <Button variant="default" size="compact-sm" onClick={() => again(upload, isExisting)}>{isExisting ? 'Replace' : 'Retry'}</Button>
        )}
      </div>
      {upload.state === 'running' && <Meter label={`${upload.file.name}: ${Math.floor(percent)} %`} percent={percent} isProgress />}
      {upload.error && <div className="tray-error">{upload.error.detail || upload.error.title}</div>}
    </li>
  );
}
