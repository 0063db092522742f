import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { icon } from '../theme';

/** What else can be done with a row. */
export function RowMenu({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Menu width={180}>
      <Menu.Target><ActionIcon size={26} aria-label={`Actions for ${label}`}><IconDots {...icon.small} /></ActionIcon></Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
