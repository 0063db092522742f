import { Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';
import { at, readDataset, useDatasetsChanged } from './dataset';
import { DatasetForm, type DatasetTraits } from './DatasetForm';

/** Changes a dataset, if nobody else has since it was read here. */
export function EditDataset({ name, onClose }: { name: string; onClose: () => void }) {
  const { name: project } = useProject();
  const changed = useDatasetsChanged(project);
  const { data, error, refetch } = useQuery({
    queryKey: keys.part(project, 'dataset', name), queryFn: () => readDataset(project, name), gcTime: 0, staleTime: Infinity, refetchOnWindowFocus: false,
  });
  const save = useMutation({
    mutationFn: (traits: DatasetTraits) =>
      body(api.PATCH('/api/v1/projects/{project}/datasets/{dataset}', { params: { ...at(project, name), header: { 'If-Match': data?.tag ?? '' } }, body: traits })),
    onSuccess: async () => {
      onClose();
      await changed();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Edit ${name}`}>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      {data && <DatasetForm initial={data.value} verb="Save dataset" error={save.error} isPending={save.isPending} onSubmit={save.mutate} onClose={onClose} />}
    </Modal>
  );
}
