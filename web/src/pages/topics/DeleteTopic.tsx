import { Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';

/** Ends a topic with its records; one that a query uses only if that is meant. */
export function DeleteTopic({ topic, onClose }: { topic: string; onClose: () => void }) {
  const { name: project } = useProject();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [isForced, setForced] = useState(false);
  const settle = async () => {
    await navigate({ to: '/p/$project/topics', params: { project }, search: {} });
    await queries.invalidateQueries({ queryKey: keys.part(project, 'topics') });
    said(`Topic ${topic} is deleted.`);
  };
  return (
    <Confirm
      title={`Delete topic ${topic}`} verb="Delete topic" name={topic} onClose={onClose} onDone={() => void settle()}
      run={() => body(api.DELETE('/api/v1/projects/{project}/topics/{topic}', { params: { path: { project, topic }, query: isForced ? { force: true } : {} } }))}
    >
      <p>All its records are lost, and where groups are in it. Its schema stays. This cannot be undone.</p>
      <Checkbox label="Also if a query reads it, which then fails" checked={isForced} onChange={(event) => setForced(event.currentTarget.checked)} />
    </Confirm>
  );
}
