import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { count } from '../../ui/format';
import { said } from '../../ui/notify';
import { definitionOf } from './definition';
import type { Query } from './query';

/** Ends a query and forgets how far it was. */
export function DeleteQuery({ query, tag, onClose }: { query: Query; tag: string; onClose: () => void }) {
  const { name: project } = useProject();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const settle = async () => {
    await navigate({ to: '/p/$project/queries', params: { project }, search: {} });
    queries.removeQueries({ queryKey: keys.part(project, 'queries', 'one', query.name) });
    await queries.invalidateQueries({ queryKey: keys.part(project, 'queries') });
    said(`Query ${query.name} is deleted.`);
  };
  return (
    <Confirm
      title={`Delete query ${query.name}`} verb="Delete query" onClose={onClose} onDone={() => void settle()}
      run={() => body(api.DELETE('/api/v1/projects/{project}/queries/{query}', { params: { path: { project, query: query.name }, header: { 'If-Match': tag } } }))}
    >
      It stops, and its place in <strong>{definitionOf(query.definition).topic}</strong> is forgotten ({count(query.status.totals?.rowsIn ?? 0)} records read), with the windows that
      are still open. The {count(query.status.totals?.rowsOut ?? 0)} rows that it wrote stay.
    </Confirm>
  );
}
