import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';

/** Deletes a subject with all its versions. */
export function DeleteSubject({ subject, onClose }: { subject: string; onClose: () => void }) {
  const { name: project } = useProject();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const settle = async () => {
    await navigate({ to: '/p/$project/schemas', params: { project }, search: {} });
    await queries.invalidateQueries({ queryKey: keys.part(project, 'schemas') });
    said(`Subject ${subject} is deleted.`);
  };
  return (
    <Confirm
      title={`Delete subject ${subject}`} verb="Delete subject" name={subject} onClose={onClose} onDone={() => void settle()}
      run={() => body(api.DELETE('/api/v1/projects/{project}/schemas/{subject}', { params: { path: { project, subject } } }))}
    >
      All its versions go. Queries and consumers can no longer read what was written by them.
    </Confirm>
  );
}
