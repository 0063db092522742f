import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';

/** Ends a group with its offsets. */
export function DeleteGroup({ group, onClose }: { group: string; onClose: () => void }) {
  const { name: project } = useProject();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const settle = async () => {
    await navigate({ to: '/p/$project/groups', params: { project }, search: {} });
    queries.removeQueries({ queryKey: keys.part(project, 'groups', 'one', group) });
    await queries.invalidateQueries({ queryKey: keys.part(project, 'groups') });
    said(`Group ${group} is deleted.`);
  };
  return (
    <Confirm
      title={`Delete group ${group}`} verb="Delete group" name={group} onClose={onClose} onDone={() => void settle()}
      run={() => body(api.DELETE('/api/v1/projects/{project}/groups/{group}', { params: { path: { project, group } } }))}
    >
      <p>It forgets how far it has read: who takes its name begins where its client says, at the oldest or the newest record. This cannot be undone.</p>
    </Confirm>
  );
}
