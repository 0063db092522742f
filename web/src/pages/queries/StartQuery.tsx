import { Button, Code, Group, Modal, NumberInput, Radio, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { fieldError, FormError } from '../../ui/FormError';
import { said } from '../../ui/notify';
import { type Query, startQuery } from './query';
import { StartCost } from './StartCost';

const PRICE_MAX = 1000;
const PRICE_FIRST = 1.2;

/** Starts a query, with what it will cost in sight: at once, or when the price is low enough. */
export function StartQuery({ query, onClose }: { query: Query; onClose: () => void }) {
  const { name: project } = useProject();
  const queries = useQueryClient();
  const [isPatient, setPatient] = useState(false);
  const [priceMost, setPriceMost] = useState(PRICE_FIRST);
  const start = useMutation({
    mutationFn: () => startQuery(project, query.name, isPatient ? priceMost : undefined),
    onSuccess: () => {
      onClose();
      said(isPatient ? `Query ${query.name} starts when the price is at most ${priceMost}.` : `Query ${query.name} starts.`);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.part(project, 'queries') }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={`Start ${query.name}`} size={520}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <StartCost query={query.name} />
          <Radio.Group label="When" value={isPatient ? 'cheap' : 'now'} onChange={(value) => setPatient(value === 'cheap')}>
            <Stack gap={6} mt={4}>
              <Radio value="now" label="Now" description="Whatever the price is" data-autofocus={!isPatient || undefined} />
              <Radio value="cheap" label="When the price is low enough" description="It waits for that; once it runs, no price stops it" />
            </Stack>
          </Radio.Group>
          {isPatient && (
            <NumberInput
              label="Highest price" w={160} min={1} max={PRICE_MAX} step={0.1} decimalScale={3} required value={priceMost}
              onChange={(value) => setPriceMost(Number(value) || 1)} error={fieldError(start.error, 'atPriceMost')}
            />
          )}
          <FormError error={start.error} fields={isPatient ? ['atPriceMost'] : []} />
          <Code>hops query start {query.name} -p {project}{isPatient && ` --at-price-most ${priceMost}`}</Code>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={start.isPending}>{isPatient ? 'Wait for the price' : 'Start query'}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
