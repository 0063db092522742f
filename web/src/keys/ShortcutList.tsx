import { Kbd, Modal, Switch, Table } from '@mantine/core';
import { useCallback, useState } from 'react';
import { areShortcutsOn, switchShortcuts, useShortcut, useShortcuts } from './registry';

/** `?`: every shortcut that holds here, and the switch that turns them off. */
export function ShortcutList() {
  const [isOpen, setOpen] = useState(false);
  const shortcuts = useShortcuts();
  useShortcut('?', 'Show the shortcuts', useCallback(() => setOpen(true), []));
  return (
    <Modal opened={isOpen} onClose={() => setOpen(false)} title="Keyboard shortcuts">
      <Table>
        <Table.Tbody>
          {shortcuts.map((shortcut) => (
            <Table.Tr key={shortcut.keys} className="shortcut">
              <Table.Td w={90}>{(shortcut.keys === ' ' ? ['Space'] : shortcut.keys.split(' ')).map((key) => <Kbd key={key} mr={4}>{key}</Kbd>)}</Table.Td>
              <Table.Td>{shortcut.label}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <ShortcutSwitch />
    </Modal>
  );
}

/** Whether single letters do something (WCAG 2.1.4). */
export function ShortcutSwitch() {
  const [isOn, setOn] = useState(areShortcutsOn);
  const choose = (next: boolean) => {
    switchShortcuts(next);
    setOn(next);
  };
  return <Switch mt="md" size="sm" label="Shortcuts of single letters" checked={isOn} onChange={(event) => choose(event.currentTarget.checked)} />;
}
