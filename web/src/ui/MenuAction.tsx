import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';

interface MenuActionProps {
  /** Why it may not be done; undefined if it may. */
  denied?: string | undefined;
  isDangerous?: boolean;
  onClick: () => void;
  children: ReactNode;
}

/** An entry of a menu; one that is not allowed stays, says why, and does nothing. */
export function MenuAction({ denied, isDangerous, onClick, children }: MenuActionProps) {
  if (denied === undefined) return <Menu.Item className={isDangerous ? 'danger' : undefined} onClick={onClick}>{children}</Menu.Item>;
  return (
    <Menu.Item aria-disabled className="denied-item" closeMenuOnClick={false}>
      {children}<span className="denied-why">{denied}</span>
    </Menu.Item>
  );
}
