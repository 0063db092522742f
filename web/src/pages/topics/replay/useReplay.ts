import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../../api/client';
import { keys } from '../../../api/keys';
import { useProject } from '../../../frame/project';
import { placesOf, type Replay } from './places';

interface ReplayWish {
  topic: string;
  to: string;
  chosen: ReadonlySet<string>;
}

async function replay(project: string, { topic, to, chosen }: ReplayWish, isDry: boolean): Promise<Replay> {
  const wish = { to, dryRun: isDry, messages: placesOf(chosen) };
  return body(api.POST('/api/v1/projects/{project}/topics/{topic}/replays', { params: { path: { project, topic } }, body: wish }));
}

/** What would be written again where, and the writing of it. */
export function useReplay(wish: ReplayWish) {
  const { name: project } = useProject();
  const queries = useQueryClient();
  const preview = useQuery({
    queryKey: keys.part(project, 'topics', 'one', wish.topic, 'replay', wish.to, ...wish.chosen),
    queryFn: () => replay(project, wish, true),
    retry: false,
  });
  const write = useMutation({
    mutationFn: () => replay(project, wish, false),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.part(project, 'topics', 'one', wish.to, 'partitions') }),
  });
  return { preview, write };
}
