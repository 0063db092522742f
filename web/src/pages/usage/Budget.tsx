import { Button, Group, Modal, NumberInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { fieldError, FormError } from '../../ui/FormError';
import { said } from '../../ui/notify';
import { useUsage } from './uses';

const NONE = 0;

/** What the project may spend on compute in a calendar month; in force at once. */
export function Budget({ onClose }: { onClose: () => void }) {
  const { name, tag } = useProject();
  const queries = useQueryClient();
  const present = useUsage().uses.find((use) => use.name === 'budget');
  const [credits, setCredits] = useState<number | string>(present?.limitCredits ?? '');
  const save = useMutation({
    mutationFn: () => body(api.PATCH('/api/v1/projects/{project}', {
      params: { path: { project: name }, header: { 'If-Match': tag } }, body: { budgetCredits: credits === '' ? NONE : Number(credits) },
    })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.project(name) });
      said(credits === '' || credits === NONE ? `${name} has no budget.` : `The budget of ${name} is set.`);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={`Budget of ${name}`}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <NumberInput
            label="Credits a month" min={0} allowDecimal={false} allowNegative={false} hideControls data-autofocus
            description="For all queries and statements in a calendar month (UTC). When it is spent, queries stop at a commit and go on in the next month. Empty or 0 for none"
            value={credits} onChange={setCredits} error={fieldError(save.error, 'budgetCredits')}
          />
          <p className="muted">{present ? `Spent in this month: ${present.used}.` : ''} Owners are warned at 80 %.</p>
          <FormError error={save.error} fields={['budgetCredits']} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={save.isPending}>Set budget</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
