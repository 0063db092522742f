import { Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { useProject } from '../../frame/project';
import { fieldError } from '../../ui/FormError';
import { said } from '../../ui/notify';
import { useDatasetsChanged } from './dataset';
import { DatasetForm, type DatasetTraits } from './DatasetForm';

interface NewDatasetProps {
  /** Offered as its name. */
  proposed?: string;
  onMade?: (dataset: string) => void;
  onClose: () => void;
}

/** Makes a dataset. */
export function NewDataset({ proposed = '', onMade, onClose }: NewDatasetProps) {
  const { name: project } = useProject();
  const [name, setName] = useState(proposed);
  const changed = useDatasetsChanged(project);
  const create = useMutation({
    mutationFn: (traits: DatasetTraits) => body(api.POST('/api/v1/projects/{project}/datasets', { params: { path: { project } }, body: { name, ...traits } })),
    onSuccess: async (dataset) => {
      onClose();
      await changed();
      onMade?.(dataset.name);
      said(`Dataset ${dataset.name} is there.`);
    },
  });
  return (
    <Modal opened onClose={onClose} title="New dataset">
      <DatasetForm initial={{ description: '', access: 'EDITABLE' }} verb="Create dataset" error={create.error} isPending={create.isPending} onSubmit={create.mutate} onClose={onClose}>
        <TextInput
          label="Name" description="Lower case letters, digits and single underscores. It cannot be changed later." required data-autofocus
          autoComplete="off" spellCheck={false} value={name} onChange={(event) => setName(event.currentTarget.value)} error={fieldError(create.error, 'name')}
        />
      </DatasetForm>
    </Modal>
  );
}
