import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useProject } from '../../frame/project';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';
import { deleteDataset, useDatasetsChanged } from './dataset';

/** Deletes a dataset with all its files. */
export function DeleteDataset({ name, onClose }: { name: string; onClose: () => void }) {
  const { name: project } = useProject();
  const changed = useDatasetsChanged(project);
  const [isForced, setForced] = useState(false);
  const settle = async () => {
    await changed();
    said(`Dataset ${name} is deleted.`);
  };
  return (
    <Confirm title={`Delete dataset ${name}`} verb="Delete dataset" name={name} run={() => deleteDataset(project, name, isForced)} onDone={() => void settle()} onClose={onClose}>
      <p>All files of <strong>{name}</strong> are lost, with the checkpoints of queries that write into it. This cannot be undone.</p>
      <Checkbox label="Also if a query writes into it" checked={isForced} onChange={(event) => setForced(event.currentTarget.checked)} />
    </Confirm>
  );
}
