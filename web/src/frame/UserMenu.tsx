import { Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconHelp, IconLogout, IconUser } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { icon } from '../theme';
import { asProblem } from '../api/problem';
import { said } from '../ui/notify';
import { useMe, useSignOut } from './session';
import { Avatar } from '../ui/Avatar';
import { ThemeChoice } from './ThemeChoice';

/** Who is signed in, and what concerns nobody else. */
export function UserMenu() {
  const me = useMe();
  const navigate = useNavigate();
  const leave = useMutation({ mutationFn: useSignOut(), onError: (failure) => said(asProblem(failure).message) });
  return (
    <Menu width={230}>
      <Menu.Target>
        <UnstyledButton className="user" aria-label={`${me.user}: menu`}>
          <Avatar name={me.user} />
          <span className="user-name">{me.user}</span>
          <IconChevronDown {...icon.small} size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.isAdministrator ? `${me.user}, administrator` : me.user}</Menu.Label>
        <Menu.Item leftSection={<IconUser {...icon.small} />} onClick={() => void navigate({ to: '/account', search: {} })}>Account</Menu.Item>
        <Menu.Item leftSection={<IconHelp {...icon.small} />} onClick={() => void navigate({ to: '/help', search: {} })}>Help and tours</Menu.Item>
        <div className="menu-row"><ThemeChoice /></div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout {...icon.small} />} onClick={() => leave.mutate()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
