import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';
import { useUsage } from '../usage/uses';

const NAMED = ['file_bytes', 'datasets', 'topics', 'queries', 'subjects', 'members'];

/** Ends a project with all that is in it. */
export function DeleteProject({ onClose }: { onClose: () => void }) {
  const { name, tag } = useProject();
  const { uses } = useUsage();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    await navigate({ to: '/', search: {} });
    queries.removeQueries({ queryKey: keys.project(name) });
    await queries.invalidateQueries({ queryKey: keys.projects });
    said(`Project ${name} is deleted.`);
  };
  return (
    <Confirm
      title={`Delete project ${name}`} verb="Delete project" name={name} onClose={onClose} onDone={() => void leave()}
      run={() => body(api.DELETE('/api/v1/projects/{project}', { params: { path: { project: name }, header: { 'If-Match': tag } } }))}
    >
      <p>This cannot be undone. What will be lost:</p>
      <ul>{uses.filter((use) => NAMED.includes(use.name)).map((use) => <li key={use.name}>{use.label}: {use.used}</li>)}</ul>
    </Confirm>
  );
}
