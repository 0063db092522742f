import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ItemsType } from '../../../avro/type';
import { icon } from '../../../theme';
import { type Draft, type Item, itemOf, ITEMS_MAX, sampleOf } from './draft';
import { FieldLabel, type FieldProps, Part } from './Part';
import { ValueField } from './ValueField';

/** The entries of a list or map. */
export function ItemsField({ label, doc, type, draft, pointer, faults, onChange }: FieldProps<ItemsType>) {
  const items = draft.kind === 'items' ? draft.items : [];
  const set = (next: readonly Item[]) => onChange({ kind: 'items', items: next });
  const change = (id: number, change: Partial<Item>) => set(items.map((item) => (item.id === id ? { ...item, ...change } : item)));
  const name = label === '' ? 'Value' : label;
  return (
    <Part label={<FieldLabel name={name} type={type.text} />} doc={doc} fault={faults.get(pointer)}>
      {items.map((item, index) => (
        <div key={item.id} className="item">
          <div className="item-fields">
            {type.kind === 'map' && <TextInput label={`Key ${index + 1} of ${name}`} value={item.key} onChange={(event) => change(item.id, { key: event.currentTarget.value })} autoComplete="off" spellCheck={false} />}
            <ValueField label={`${name} ${index + 1}`} type={type.items} draft={item.part} pointer={`${pointer}/${index}`} faults={faults} onChange={(part: Draft) => change(item.id, { part })} />
          </div>
          <ActionIcon size={26} aria-label={`Remove ${name} ${index + 1}`} onClick={() => set(items.filter((other) => other.id !== item.id))}><IconX {...icon.small} /></ActionIcon>
        </div>
      ))}
      <Button
        variant="default" size="compact-sm" leftSection={<IconPlus {...icon.small} />} disabled={items.length >= ITEMS_MAX}
        onClick={() => set([...items, itemOf(sampleOf(type.items))])}
      >
        Add to {name}
      </Button>
    </Part>
  );
}
