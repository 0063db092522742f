import { ActionIcon } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { InboxLink } from '../inbox/InboxLink';
import { SearchButton } from '../search/SearchButton';
import { icon } from '../theme';
import { Mark } from './Mark';
import { PriceChip } from './PriceChip';
import { ProjectSwitcher } from './ProjectSwitcher';
import { UserMenu } from './UserMenu';

/** 48 px: where one is, what compute costs, what waits, and who one is. */
export function TopBar({ onMenu }: { onMenu: (() => void) | undefined }) {
  return (
    <header className="topbar">
      {onMenu && <ActionIcon aria-label="Open the navigation" onClick={onMenu}><IconMenu2 {...icon.normal} /></ActionIcon>}
      <Link to="/" search={{}} className="brand" aria-label="Hops: all projects"><Mark /><span>hops</span></Link>
      <span className="topbar-slash" aria-hidden>/</span>
      <ProjectSwitcher />
      <div className="topbar-end"><SearchButton /><PriceChip /><InboxLink /><UserMenu /></div>
    </header>
  );
}
