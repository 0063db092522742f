import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useShortcut } from '../keys/registry';
import { icon } from '../theme';
import { type NavItem, useNavItems } from './navItems';

interface NavProps {
  isNarrow: boolean;
  onToggle?: () => void;
}

/** The navigation of the project, or of the platform where there is none. */
export function Nav({ isNarrow, onToggle }: NavProps) {
  const groups = useNavItems();
  return (
    <nav className="nav" aria-label="Screens" data-narrow={isNarrow || undefined}>
      {groups.map(([group, items]) => (
        <div key={group} className="nav-group" role="group" aria-label={group}>
          <div className="nav-title" aria-hidden>{isNarrow ? '' : group}</div>
          {items.map((item) => <NavLink key={item.to} item={item} isNarrow={isNarrow} />)}
        </div>
      ))}
      {onToggle && <NavToggle isNarrow={isNarrow} onToggle={onToggle} />}
    </nav>
  );
}

function NavLink({ item, isNarrow }: { item: NavItem; isNarrow: boolean }) {
  const navigate = useNavigate();
  const { label, icon: Icon, key, Badge } = item.entry;
  const go = useCallback(() => void navigate({ to: item.to, search: {} }), [navigate, item.to]);
  useShortcut(key && `g ${key}`, `Go to ${label.toLowerCase()}`, go);
  const hint = key ? `${label} (g ${key})` : label;
  const link = (
    <Link to={item.to} search={{}} className="nav-link" activeOptions={{ exact: item.isExact }} title={isNarrow ? undefined : hint}>
      <Icon {...icon.normal} aria-hidden />
      {isNarrow ? <VisuallyHidden>{label}</VisuallyHidden> : <span>{label}</span>}
      {Badge && <Badge />}
    </Link>
  );
  return isNarrow ? <Tooltip label={hint} position="right">{link}</Tooltip> : link;
}

function NavToggle({ isNarrow, onToggle }: { isNarrow: boolean; onToggle: () => void }) {
  const label = isNarrow ? 'Widen the navigation' : 'Narrow the navigation';
  const Icon = isNarrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <div className="nav-foot">
      <Tooltip label={label} position="right"><ActionIcon aria-label={label} onClick={onToggle}><Icon {...icon.normal} /></ActionIcon></Tooltip>
    </div>
  );
}
