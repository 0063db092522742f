import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FormError } from '../../ui/FormError';

interface PathFormProps {
  title: string;
  label: string;
  hint: string;
  verb: string;
  initial: string;
  run: (path: string) => Promise<unknown>;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** Asks for a name or path, and does something with it. */
export function PathForm({ title, label, hint, verb, initial, run, onDone, onClose }: PathFormProps) {
  const [path, setPath] = useState(initial);
  const action = useMutation({
    mutationFn: () => run(path),
    onSuccess: async () => {
      onClose();
      await onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    action.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput label={label} description={hint} required data-autofocus autoComplete="off" spellCheck={false} value={path} onChange={(event) => setPath(event.currentTarget.value)} />
          <FormError error={action.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={action.isPending} disabled={path === initial}>{verb}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
