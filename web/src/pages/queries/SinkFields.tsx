import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { datasetsQuery } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { Deniable } from '../../ui/Deniable';
import { NewDataset } from '../data/NewDataset';
import type { FieldsProps } from './useQueryForm';

const MODES = [
  { value: 'append', label: 'Append: a row when it is final' },
  { value: 'update', label: 'Update: groups that changed' },
  { value: 'complete', label: 'Complete: all groups' },
];

/** Where a query writes, and which rows. */
export function SinkFields({ draft, set, errors }: FieldsProps) {
  const { name: project, ownersOnly } = useProject();
  const datasets = useQuery(datasetsQuery(project));
  const [isMaking, setMaking] = useState(false);
  const choices = [{ value: '', label: 'Choose a dataset' }, ...(datasets.data ?? []).map(({ name }) => ({ value: name, label: name }))];
  return (
    <>
      <div className="columns-two">
        <NativeSelect label="Dataset" data={choices} value={draft.dataset} onChange={(event) => set({ dataset: event.currentTarget.value })} error={errors.dataset} />
        <TextInput label="Directory in it" placeholder="the dataset itself" value={draft.directory} onChange={(event) => set({ directory: event.currentTarget.value })} spellCheck={false} autoComplete="off" />
        <NativeSelect label="Rows of a batch" data={MODES} value={draft.mode} onChange={(event) => set({ mode: event.currentTarget.value })} />
      </div>
      <Deniable variant="subtle" size="compact-sm" mt={6} denied={ownersOnly('make datasets')} onClick={() => setMaking(true)}>New dataset</Deniable>
      {isMaking && <NewDataset proposed={draft.name} onMade={(dataset) => set({ dataset })} onClose={() => setMaking(false)} />}
    </>
  );
}
