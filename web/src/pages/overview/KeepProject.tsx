import { useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';

/** Keeps the project of a tour as an ordinary one. */
export function KeepProject({ onClose }: { onClose: () => void }) {
  const { name } = useProject();
  const queries = useQueryClient();
  const settle = async () => {
    await Promise.all([keys.project(name), keys.projects, keys.inbox].map((queryKey) => queries.invalidateQueries({ queryKey })));
    said(`${name} stays.`);
  };
  return (
    <Confirm
      title={`Keep ${name} as an ordinary project`} verb="Keep project" isSafe onClose={onClose} onDone={() => void settle()}
      run={() => body(api.POST('/api/v1/projects/{project}/keep', { params: { path: { project: name } } }))}
    >
      <strong>{name}</strong> is not deleted by itself any more and has the quotas of every project. What runs in it from now on is charged; what was used until now stays free.
    </Confirm>
  );
}
