import { Button, Group, Radio, Stack, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { fieldError, FormError } from '../../ui/FormError';
import type { DatasetAccess } from './dataset';

/** What can be said about a dataset now and changed later. */
export interface DatasetTraits {
  description: string;
  access: DatasetAccess;
}

interface DatasetFormProps {
  initial: DatasetTraits;
  verb: string;
  /** Fields before those of every dataset. */
  children?: ReactNode;
  error: unknown;
  isPending: boolean;
  onSubmit: (traits: DatasetTraits) => void;
  onClose: () => void;
}

/** The fields that a new dataset and one that is edited share. */
export function DatasetForm({ initial, verb, children, error, isPending, onSubmit, onClose }: DatasetFormProps) {
  const [description, setDescription] = useState(initial.description);
  const [access, setAccess] = useState<DatasetAccess>(initial.access);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ description, access });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {children}
        <Textarea label="Description" description="What it holds." autosize minRows={2} maxRows={8} value={description} onChange={(event) => setDescription(event.currentTarget.value)} error={fieldError(error, 'description')} />
        <Radio.Group label="Who writes" value={access} onChange={(value) => setAccess(value === 'READ_ONLY' ? 'READ_ONLY' : 'EDITABLE')}>
          <Stack gap={6} mt={4}>
            <Radio value="EDITABLE" label="Every member" description="Members upload, change and delete files" />
            <Radio value="READ_ONLY" label="Its maker" description="Others read it in queries and SQL" />
          </Stack>
        </Radio.Group>
        <FormError error={error} fields={['name', 'description']} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={isPending}>{verb}</Button>
        </Group>
      </Stack>
    </form>
  );
}
