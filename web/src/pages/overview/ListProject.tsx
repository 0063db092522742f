import { useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';

/** Lets everybody find the project and ask to join, or nobody any more. */
export function ListProject({ onClose }: { onClose: () => void }) {
  const { name, project, tag } = useProject();
  const isListed = project.isListed;
  const queries = useQueryClient();
  const settle = async () => {
    await queries.invalidateQueries({ queryKey: keys.project(name), exact: true });
    said(isListed ? `${name} is not listed any more.` : `${name} is listed.`);
  };
  return (
    <Confirm
      title={isListed ? `Take ${name} off the list` : `List ${name}`} verb={isListed ? 'Take off the list' : 'List project'} isSafe onClose={onClose} onDone={() => void settle()}
      run={() => body(api.PATCH('/api/v1/projects/{project}', { params: { path: { project: name }, header: { 'If-Match': tag } }, body: { isListed: !isListed } }))}
    >
      {isListed
        ? <>To all who are no members <strong>{name}</strong> looks as if it did not exist. Who has asked to join is still answered.</>
        : <>Everybody who is signed in finds the name, the description and the data owners of <strong>{name}</strong>, and may ask to join. Nothing else is seen.</>}
    </Confirm>
  );
}
