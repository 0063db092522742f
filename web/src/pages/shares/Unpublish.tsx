import { useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { plural } from '../../ui/format';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';
import type { PublicationFacts } from './Publication';
import { shareKeys, useSharesChanged } from './share';

interface UnpublishProps {
  dataset: string;
  publication: PublicationFacts;
  onClose: () => void;
}

/** Ends that a dataset is public. Who borrows it for that loses it, and is named first; one that came since is refused by the server. */
export function Unpublish({ dataset, publication: { borrowers }, onClose }: UnpublishProps) {
  const { name: project } = useProject();
  const queries = useQueryClient();
  const changed = useSharesChanged(project);
  const isUsed = borrowers.length > 0;
  const settle = async () => {
    // Not asked for again: the answer would be that there is none.
    queries.setQueryData(shareKeys.publication(project, dataset), null);
    await Promise.all([changed(), queries.invalidateQueries({ queryKey: keys.catalogue })]);
    said(`${dataset} is public no longer.`);
  };
  const run = () =>
    body(api.DELETE('/api/v1/projects/{project}/datasets/{dataset}/publication', { params: { path: { project, dataset }, query: isUsed ? { force: true } : {} } }));
  return (
    <Confirm title={`Unpublish ${dataset}`} verb={isUsed ? 'Unpublish, they lose it' : 'Unpublish'} run={run} onDone={() => void settle()} onClose={onClose}>
      <p>No other project can borrow <strong>{dataset}</strong> then. What was offered to a project by its name stays shared.</p>
      {isUsed && (
        <>
          <p>{plural(borrowers.length, 'project')} would lose it:</p>
          <ul className="rows">
            {borrowers.map(({ project: borrower, queries: used }) => <li key={borrower}><strong>{borrower}</strong><span className="muted">{used.length === 0 ? 'no query uses it' : `used by ${used.join(', ')}`}</span></li>)}
          </ul>
        </>
      )}
    </Confirm>
  );
}
