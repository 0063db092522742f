import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { icon } from '../../../theme';
import { Part } from './Part';
import { type Header, HEADERS_MAX } from './record';

interface HeadersProps {
  headers: readonly Header[];
  fault: string | undefined;
  onChange: (headers: readonly Header[]) => void;
}

/** The headers of a record: names and texts. */
export function Headers({ headers, fault, onChange }: HeadersProps) {
  const set = (index: number, change: Partial<Header>) => onChange(headers.map((header, place) => (place === index ? { ...header, ...change } : header)));
  return (
    <Part label="Headers" fault={fault}>
      {headers.map((header, index) => (
        <div key={index} className="item">
          <TextInput aria-label={`Name of header ${index + 1}`} placeholder="Name" value={header.name} onChange={(event) => set(index, { name: event.currentTarget.value })} autoComplete="off" spellCheck={false} />
          <TextInput aria-label={`Value of header ${index + 1}`} placeholder="Value" value={header.value} onChange={(event) => set(index, { value: event.currentTarget.value })} autoComplete="off" spellCheck={false} />
          <ActionIcon size={26} aria-label={`Remove header ${index + 1}`} onClick={() => onChange(headers.filter((_, place) => place !== index))}><IconX {...icon.small} /></ActionIcon>
        </div>
      ))}
      <Button variant="default" size="compact-sm" leftSection={<IconPlus {...icon.small} />} disabled={headers.length >= HEADERS_MAX} onClick={() => onChange([...headers, { name: '', value: '' }])}>Add header</Button>
    </Part>
  );
}
