import { Checkbox, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { membersQuery, useProject } from '../../frame/project';
import { useMe } from '../../frame/session';
import { Confirm } from '../../ui/Confirm';
import { said } from '../../ui/notify';
import { useMembersChanged } from './member';

/** Gives the project to another member; the last owner leaves no other way. */
export function HandOver({ isLeaving, onClose }: { isLeaving: boolean; onClose: () => void }) {
  const { name } = useProject();
  const { user } = useMe();
  const others = useQuery(membersQuery(name)).data?.map((member) => member.user).filter((other) => other !== user) ?? [];
  const [chosen, setChosen] = useState<string>();
  const [leave, setLeave] = useState(isLeaving);
  const navigate = useNavigate();
  const changed = useMembersChanged(name);
  const to = chosen ?? others[0];
  const run = async () => {
    if (to === undefined) throw new Error('There is no other member: add one first.');
    await body(api.POST('/api/v1/projects/{project}/ownership-transfers', { params: { path: { project: name } }, body: { to, leave } }));
  };
  const settle = async () => {
    if (leave) await navigate({ to: '/', search: {} });
    await changed();
    said(`${to ?? ''} owns ${name} now.${leave ? ' You have left it.' : ''}`);
  };
  return (
    <Confirm title={`Hand over ${name}`} verb="Hand over" run={run} onDone={() => void settle()} onClose={onClose}>
      <Stack gap="sm">
        {isLeaving && <span>You are the last data owner of <strong>{name}</strong>: choose who owns it next, or delete the project.</span>}
        {others.length === 0
          ? <span>There is no other member. Add one first.</span>
          : <NativeSelect label="Successor" description="Is a data owner from then on." data={others} value={to} onChange={(event) => setChosen(event.currentTarget.value)} />}
        <Checkbox label="Leave the project with that" description="Otherwise you are a data scientist from then on." checked={leave} onChange={(event) => setLeave(event.currentTarget.checked)} />
      </Stack>
    </Confirm>
  );
}
