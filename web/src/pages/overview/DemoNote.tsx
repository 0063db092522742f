import { Button } from '@mantine/core';
import { useState } from 'react';
import { useProject } from '../../frame/project';
import { Time } from '../../ui/Time';
import { KeepProject } from './KeepProject';

/** Of a project that a tour has made: that it costs nothing, when it ends, and how it is kept. */
export function DemoNote() {
  const { project, isOwner } = useProject();
  const [isKeeping, setKeeping] = useState(false);
  if (project.ends === null) return null;
  return (
    <div className="row">
      <span>A demo project of a tour: it costs nothing, and is deleted <Time value={project.ends} />.</span>
      {isOwner && project.archived === null && <Button variant="default" size="compact-sm" onClick={() => setKeeping(true)}>Keep as ordinary project</Button>}
      {isKeeping && <KeepProject onClose={() => setKeeping(false)} />}
    </div>
  );
}
