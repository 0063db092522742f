import { Button, Menu } from '@mantine/core';
import { IconDots, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '../../api/problem';
import { useProject } from '../../frame/project';
import { icon } from '../../theme';
import { MenuAction } from '../../ui/MenuAction';
import { said } from '../../ui/notify';
import { DeleteQuery } from './DeleteQuery';
import { type Act, isActive, type Query, useAct } from './query';
import { StartQuery } from './StartQuery';

/** What can be done with a query: start or stop it, and the rest in a menu. */
export function QueryActions({ query, tag }: { query: Query; tag: string }) {
  const { name: project, ownersOnly } = useProject();
  const navigate = useNavigate();
  const act = useAct(project, query.name);
  const [isDeleting, setDeleting] = useState(false);
  const [isStarting, setStarting] = useState(false);
  const isOn = isActive(query) || query.desired === 'RUNNING';
  const run = (what: Act) => act.mutate(what, { onError: (failure) => said(asProblem(failure).message) });
  return (
    <>
      {isOn
        ? <Button variant="default" data-tour="query.stop" leftSection={<IconPlayerStop {...icon.small} />} loading={act.isPending} onClick={() => run('stop')}>Stop</Button>
        : <Button data-tour="query.start" leftSection={<IconPlayerPlay {...icon.small} />} onClick={() => setStarting(true)}>Start</Button>}
      <Menu width={300}>
        <Menu.Target><Button variant="default" px={8} data-tour="query.more" aria-label="More actions"><IconDots {...icon.small} /></Button></Menu.Target>
        <Menu.Dropdown>
          {isOn && <Menu.Item onClick={() => run('restart')}>Restart<div className="muted">Stop when the batch is done, and go on where it was</div></Menu.Item>}
          {isOn && <Menu.Item onClick={() => run('kill')}>Kill<div className="muted">Stop at once: the batch at hand did not happen, and is done again after a start</div></Menu.Item>}
          <Menu.Item onClick={() => run('finish')}>Finish<div className="muted">Read what is there, close all windows, and end</div></Menu.Item>
          <Menu.Item onClick={() => void navigate({ to: '/p/$project/queries/-/new', params: { project }, search: { from: query.name } })}>Edit as new</Menu.Item>
          <Menu.Divider />
          <MenuAction denied={ownersOnly('delete queries')} isDangerous onClick={() => setDeleting(true)}>Delete query</MenuAction>
        </Menu.Dropdown>
      </Menu>
      {isStarting && <StartQuery query={query} onClose={() => setStarting(false)} />}
      {isDeleting && <DeleteQuery query={query} tag={tag} onClose={() => setDeleting(false)} />}
    </>
  );
}
