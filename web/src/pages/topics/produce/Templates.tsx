import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Wish } from './record';
import { TEMPLATES_MAX } from './templates';
import { useTemplates } from './useTemplates';

interface TemplatesProps {
  topic: string;
  /** What is in the making. */
  wish: Wish;
  onTake: (wish: Wish) => void;
}

/** Records that are written again and again: taken by their names, and kept in this browser. */
export function Templates({ topic, wish, onTake }: TemplatesProps) {
  const { templates, add, remove } = useTemplates(topic);
  const [name, setName] = useState('');
  const [isFull, setFull] = useState(false);
  const known = templates.find((template) => template.name === name);
  const choose = (chosen: string) => {
    setName(chosen);
    const template = templates.find((one) => one.name === chosen);
    if (template) onTake(template.wish);
  };
  return (
    <Group gap="xs" align="flex-end">
      {templates.length > 0 && (
        <NativeSelect
          label="Template" value="" data={[{ value: '', label: 'Take one' }, ...templates.map((template) => ({ value: template.name, label: template.name }))]}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      )}
      <TextInput
        label="Keep as template" placeholder="Name" maxLength={60} value={name} onChange={(event) => setName(event.currentTarget.value)} autoComplete="off"
        error={isFull ? `There is room for ${TEMPLATES_MAX}, and for 256 KiB.` : undefined}
      />
      <Button variant="default" disabled={name.trim() === ''} onClick={() => setFull(!add({ name: name.trim(), wish }))}>{known ? 'Keep anew' : 'Keep'}</Button>
      {known && <Button variant="subtle" onClick={() => { remove(name); setName(''); }}>Forget</Button>}
    </Group>
  );
}
