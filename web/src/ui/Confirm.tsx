import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Problem } from './Problem';

interface ConfirmProps {
  title: string;
  /** What will be lost, by name and number. */
  children: ReactNode;
  /** The verb on the button: "Delete dataset". */
  verb: string;
  /** If given, it has to be typed first. */
  name?: string;
  /** Nothing is lost: it is asked all the same. */
  isSafe?: boolean;
  run: () => Promise<unknown>;
  onDone?: () => void;
  onClose: () => void;
}

/** Asks before something is lost. */
export function Confirm({ title, children, verb, name, isSafe, run, onDone, onClose }: ConfirmProps) {
  const [typed, setTyped] = useState('');
  const action = useMutation({
    mutationFn: run,
    onSuccess: () => {
      onClose();
      onDone?.();
    },
  });
  const isReady = name === undefined || typed === name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) action.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text component="div" size="sm">{children}</Text>
          {name !== undefined && (
            <TextInput
              label={<>Type <span className="mono break">{name}</span> to go on</>}
              value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" spellCheck={false} data-autofocus
            />
          )}
          {action.isError && <Problem error={action.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" color={isSafe ? undefined : 'red'} disabled={!isReady} loading={action.isPending}>{verb}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
