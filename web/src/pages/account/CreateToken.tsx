import { Button, Checkbox, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { CopyBox } from '../../ui/CopyBox';
import { fieldError, FormError } from '../../ui/FormError';
import { useMe } from '../../frame/session';

const DAYS_MAX = 365;
const DAYS_DEFAULT = 90;
const SCOPE_WORDS: Record<string, string> = { READ: 'Read', WRITE: 'Write', RUN: 'Run queries', MANAGE: 'Manage' };

/** Makes a token, and shows it the only time that it can be seen. */
export function CreateToken({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const me = useMe();
  const form = useForm({ initialValues: { name: '', project: '', scopes: me.scopes, daysValid: DAYS_DEFAULT } });
  const create = useMutation({
    mutationFn: ({ project, ...values }: typeof form.values) => body(api.POST('/api/v1/tokens', { body: { ...values, project: project.trim() || null } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.tokens }),
  });
  if (create.data) return <Shown token={create.data.token} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title="Create token">
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack gap="md">
          <TextInput label="Name" description="By which you will know it." required data-autofocus autoComplete="off" {...form.getInputProps('name')} error={fieldError(create.error, 'name')} />
          <TextInput label="Project" description="If given, it acts only there, also for Kafka and WebHDFS." autoComplete="off" spellCheck={false} {...form.getInputProps('project')} error={fieldError(create.error, 'project')} />
          <Checkbox.Group label="May" {...form.getInputProps('scopes')}>
            <Group gap="md" mt={4}>{me.scopes.map((scope) => <Checkbox key={scope} value={scope} label={SCOPE_WORDS[scope] ?? scope} />)}</Group>
          </Checkbox.Group>
          <NumberInput label="Days until it ends" size="xs" min={1} max={DAYS_MAX} allowDecimal={false} w={160} {...form.getInputProps('daysValid')} error={fieldError(create.error, 'daysValid')} />
          <FormError error={create.error} fields={['name', 'project', 'daysValid']} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={create.isPending}>Create token</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Shown({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Your token" closeOnClickOutside={false}>
      <Stack gap="sm">
        <p>Keep it now: it is not shown again. Whoever has it acts as you.</p>
        <CopyBox text={token} label="Token" />
        <Group justify="flex-end"><Button onClick={onClose}>I have kept it</Button></Group>
      </Stack>
    </Modal>
  );
}
