import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { NO_REFERENCE, type Reference, versionOf } from './schemaReferences';
import type { SchemaType } from './types';

const NAMES: Record<SchemaType, string> = { AVRO: 'Full name of the type', JSON: 'Address in $ref', PROTOBUF: 'File that is imported' };

/** The schemas to which the text refers: how it names each, and which version of which subject that is. */
export function References({ type, value, onChange }: { type: SchemaType; value: readonly Reference[]; onChange: (next: Reference[]) => void }) {
  const set = (index: number, change: Partial<Reference>) => onChange(value.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <Stack gap="xs" role="group" aria-label="References">
      {value.map((one, index) => (
        <Group key={index} gap="xs" wrap="nowrap" align="end">
          <TextInput label={NAMES[type]} aria-label={`Name of reference ${index + 1}`} required flex={2} value={one.name} onChange={(event) => set(index, { name: event.currentTarget.value })} spellCheck={false} autoComplete="off" />
          <TextInput label="Subject" aria-label={`Subject of reference ${index + 1}`} required flex={2} value={one.subject} onChange={(event) => set(index, { subject: event.currentTarget.value })} spellCheck={false} autoComplete="off" />
          <TextInput label="Version" aria-label={`Version of reference ${index + 1}`} placeholder="latest" flex={1} value={one.version} onChange={(event) => set(index, { version: event.currentTarget.value })} error={versionOf(one.version) === undefined ? 'A number.' : undefined} inputMode="numeric" autoComplete="off" />
          <ActionIcon variant="subtle" size="lg" aria-label={`Remove reference ${index + 1}`} onClick={() => onChange(value.filter((_, at) => at !== index))}><IconX size={16} /></ActionIcon>
        </Group>
      ))}
      <Group><Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => onChange([...value, NO_REFERENCE])}>Add reference</Button></Group>
    </Stack>
  );
}
