import { Button, Checkbox, Group, Modal, NumberInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body, type Shape, tagged } from '../../api/client';
import { keys } from '../../api/keys';
import { fieldError, FormError } from '../../ui/FormError';
import { said } from '../../ui/notify';

const GIB = 1024 ** 3;
const MILLI = 1000;
const NO_LIMIT = -1;
const KIB = 1024;
/** Digits behind the point of a size in GiB that is shown: some ten bytes. */
const GIB_DIGITS = 8;

type Row = Shape<'ProjectUsageView'>;

function limitOf(row: Row, name: string): number | undefined {
  const limit = row.uses.find((use) => use.name === name)?.limit ?? undefined;
  return limit === undefined ? undefined : Number(limit);
}

/** A rate as the form has it, in KiB a second; empty for no limit. */
function rateOf(row: Row, name: string): number | string {
  const limit = limitOf(row, name);
  return limit === undefined ? '' : limit / KIB;
}

function bytesOf(rate: number | string): number {
  return rate === '' ? NO_LIMIT : Math.round(Number(rate) * KIB);
}

/** Changes what was changed in the form, over the project as it is now. */
async function change(project: string, quotas: Shape<'PatchProjectRequest'>): Promise<void> {
  const path = { project };
  const { tag } = await tagged(api.GET('/api/v1/projects/{project}', { params: { path } }));
  await body(api.PATCH('/api/v1/projects/{project}', { params: { path, header: { 'If-Match': tag } }, body: quotas }));
}

/** The quotas of a project: what it may store, what its queries and statements may cost, and how much its Kafka clients may send and read. In force at once. */
export function ChangeQuotas({ row, onClose }: { row: Row; onClose: () => void }) {
  const queries = useQueryClient();
  const stored = limitOf(row, 'file_bytes');
  const cost = limitOf(row, 'compute');
  const [storage, setStorage] = useState<number | string>(stored === undefined ? '' : Number((stored / GIB).toFixed(GIB_DIGITS)));
  const [credits, setCredits] = useState<number | string>(cost === undefined ? '' : cost / MILLI);
  const [isUnlimited, setUnlimited] = useState(cost === undefined);
  const [produced, setProduced] = useState(rateOf(row, 'produce_bytes_per_second'));
  const [fetched, setFetched] = useState(rateOf(row, 'fetch_bytes_per_second'));
  const [isStorageTouched, setStorageTouched] = useState(false);
  const save = useMutation({
    mutationFn: () => change(row.name, {
      ...(isStorageTouched && storage !== '' ? { quotaBytes: Math.round(Number(storage) * GIB) } : {}),
      ...(isUnlimited ? { computeQuotaCredits: NO_LIMIT } : credits === '' ? {} : { computeQuotaCredits: Number(credits) }),
      ...(produced === rateOf(row, 'produce_bytes_per_second') ? {} : { produceBytesPerSecond: bytesOf(produced) }),
      ...(fetched === rateOf(row, 'fetch_bytes_per_second') ? {} : { fetchBytesPerSecond: bytesOf(fetched) }),
    }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.usage });
      said(`The quotas of ${row.name} are changed.`);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={`Quotas of ${row.name}`}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <NumberInput
            label="Storage (GiB)" description="A file that would go beyond it is refused" min={0} decimalScale={GIB_DIGITS} data-autofocus hideControls
            value={storage} onChange={(value) => { setStorage(value); setStorageTouched(true); }} error={fieldError(save.error, 'quotaBytes')}
          />
          <NumberInput
            label="Compute (credits)" description="One is a second of a processor at price 1. When it is used up, queries stop" min={0} allowDecimal={false} hideControls disabled={isUnlimited}
            value={credits} onChange={setCredits} error={fieldError(save.error, 'computeQuotaCredits')}
          />
          <Checkbox label="Compute without a limit" checked={isUnlimited} onChange={(event) => setUnlimited(event.currentTarget.checked)} />
          <NumberInput
            label="Produced by Kafka clients (KiB per second)" description="All together. Whoever goes beyond it waits; empty for no limit" min={1} hideControls
            value={produced} onChange={setProduced} error={fieldError(save.error, 'produceBytesPerSecond')}
          />
          <NumberInput
            label="Fetched by Kafka clients (KiB per second)" description="The same of what they read" min={1} hideControls
            value={fetched} onChange={setFetched} error={fieldError(save.error, 'fetchBytesPerSecond')}
          />
          <FormError error={save.error} fields={['quotaBytes', 'computeQuotaCredits', 'produceBytesPerSecond', 'fetchBytesPerSecond']} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={save.isPending}>Save quotas</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
