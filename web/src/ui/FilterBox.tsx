import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useRef } from 'react';
import { useShortcut } from '../keys/registry';
import { icon } from '../theme';

/** The box that narrows a list; `/` goes there, Escape leaves it. */
export function FilterBox({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const box = useRef<HTMLInputElement>(null);
  useShortcut('/', label, useCallback(() => box.current?.focus(), []));
  const clear = <CloseButton size={22} aria-label="Clear the filter" onClick={() => onChange('')} />;
  return (
    <TextInput
      ref={box} aria-label={label} placeholder="Filter" value={value} w={240} spellCheck={false} autoComplete="off"
      leftSection={<IconSearch {...icon.small} aria-hidden />}
      rightSection={value === '' ? <Kbd size="xs" aria-hidden>/</Kbd> : clear}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && box.current?.blur()}
    />
  );
}
