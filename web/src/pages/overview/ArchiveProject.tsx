import { useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';

/** Stops all work in a project and keeps it, or opens it again. */
export function ArchiveProject({ onClose }: { onClose: () => void }) {
  const { name, project } = useProject();
  const isArchived = project.archived !== null;
  const queries = useQueryClient();
  const params = { params: { path: { project: name } } };
  const settle = async () => {
    await queries.invalidateQueries({ queryKey: keys.project(name) });
    await queries.invalidateQueries({ queryKey: keys.projects });
    said(isArchived ? `${name} is open again.` : `${name} is archived.`);
  };
  return (
    <Confirm
      title={isArchived ? `Open ${name} again` : `Archive ${name}`} verb={isArchived ? 'Open again' : 'Archive project'} isSafe onClose={onClose} onDone={() => void settle()}
      run={() => body(isArchived ? api.POST('/api/v1/projects/{project}/unarchive', params) : api.POST('/api/v1/projects/{project}/archive', params))}
    >
      {isArchived
        ? <>Members can work in <strong>{name}</strong> again. Queries stay stopped until somebody starts them.</>
        : <>All queries of <strong>{name}</strong> stop at their next commit; producers, consumers, uploads and SQL are refused, and what it lends is closed. Data owners still read. Nothing is lost, and you can open it again.</>}
    </Confirm>
  );
}
