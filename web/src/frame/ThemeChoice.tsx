import { SegmentedControl, useMantineColorScheme } from '@mantine/core';

const CHOICES = [{ value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }, { value: 'auto', label: 'Auto' }] as const;

/** Light, dark, or as the system says. */
export function ThemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return <SegmentedControl fullWidth aria-label="Colours" data={[...CHOICES]} value={colorScheme} onChange={setColorScheme} />;
}
