import { Button, Checkbox, Group, Modal, NumberInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body, type Shape, tagged } from '../../api/client';
import { keys } from '../../api/keys';
import { fieldError, FormError } from '../../ui/FormError';
import { count } from '../../ui/format';
import { said } from '../../ui/notify';

const GIB = 1024 ** 3;
const MILLI = 1000;
const NO_LIMIT = -1;
const KIB = 1024;
/** Digits behind the point that are shown: of GiB, some ten bytes. */
const DIGITS = 8;

/** The quotas of a project: its use, what it is called in a request, and the unit of the form in that of the use and in that of the request. */
const QUOTAS = [
  { use: 'file_bytes', field: 'quotaBytes', shown: GIB, sent: GIB, least: 0, label: 'Storage (GiB)', description: 'A file that would go beyond it is refused' },
  { use: 'compute', field: 'computeQuotaCredits', shown: MILLI, sent: 1, least: 0, label: 'Compute (credits)', unlimited: 'Compute without a limit', description: 'One is a second of a processor at price 1. When it is used up, queries stop' },
  { use: 'produce_bytes_per_second', field: 'produceBytesPerSecond', shown: KIB, sent: KIB, least: 1, label: 'Produced by Kafka clients (KiB per second)', unlimited: 'Produced without a limit', description: 'All together. Whoever goes beyond it waits' },
  { use: 'fetch_bytes_per_second', field: 'fetchBytesPerSecond', shown: KIB, sent: KIB, least: 1, label: 'Fetched by Kafka clients (KiB per second)', unlimited: 'Fetched without a limit', description: 'The same of what they read' },
] as const;

type Row = Shape<'ProjectUsageView'>;

/** A limit as the form has it: empty where there is none, and where none is set for the project. */
interface Limit {
  value: number | string;
  isUnlimited: boolean;
}

function limitOf(row: Row, name: string, unit: number): Limit {
  const use = row.uses.find((one) => one.name === name);
  if (use === undefined || use.isOfSettings) return { value: '', isUnlimited: false };
  const limit = use.limit ?? undefined;
  return limit === undefined ? { value: '', isUnlimited: true } : { value: Number((Number(limit) / unit).toFixed(DIGITS)), isUnlimited: false };
}

/** What is in force where none is set. */
function settingOf(row: Row, name: string, unit: number): string | undefined {
  const use = row.uses.find((one) => one.name === name);
  if (!use?.isOfSettings) return undefined;
  return `As in the settings: ${use.limit === null ? 'no limit' : count(Math.round(Number(use.limit) / unit))}`;
}

/** As the server takes it; undefined where nothing is set. */
function sentOf({ value, isUnlimited }: Limit, unit: number): number | undefined {
  if (isUnlimited) return NO_LIMIT;
  return value === '' ? undefined : Math.round(Number(value) * unit);
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
  const before = QUOTAS.map(({ use, shown }) => limitOf(row, use, shown));
  const [limits, setLimits] = useState(before);
  const set = (index: number, limit: Limit) => setLimits(limits.map((one, at) => (at === index ? limit : one)));
  const save = useMutation({
    mutationFn: () => change(row.name, Object.fromEntries(QUOTAS.flatMap(({ field, sent }, index) => {
      const limit = limits[index];
      const isTouched = limit !== undefined && (limit.value !== before[index]?.value || limit.isUnlimited !== before[index].isUnlimited);
      const value = isTouched ? sentOf(limit, sent) : undefined;
      return value === undefined ? [] : [[field, value]];
    }))),
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
          {QUOTAS.map((quota, index) => {
            const limit = limits[index] ?? { value: '', isUnlimited: false };
            return (
              <Stack gap="xs" key={quota.use}>
                <NumberInput
                  label={quota.label} description={quota.description} min={quota.least} decimalScale={DIGITS} allowDecimal={quota.field !== 'computeQuotaCredits'} data-autofocus={index === 0 || undefined} hideControls
                  disabled={limit.isUnlimited} placeholder={limit.isUnlimited ? 'No limit' : settingOf(row, quota.use, quota.shown)}
                  value={limit.value} onChange={(value) => set(index, { ...limit, value })} error={fieldError(save.error, quota.field)}
                />
                {'unlimited' in quota && <Checkbox label={quota.unlimited} checked={limit.isUnlimited} onChange={(event) => set(index, { ...limit, isUnlimited: event.currentTarget.checked })} />}
              </Stack>
            );
          })}
          <FormError error={save.error} fields={QUOTAS.map(({ field }) => field)} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={save.isPending}>Save quotas</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
