import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../../api/client';
import { keys } from '../../../api/keys';
import { schemaQuery, type Topic, valueSubject } from '../../../catalogue/catalogue';
import { useProject } from '../../../frame/project';
import { requestText, type Wish } from './record';

interface Producible {
  schema: string | undefined;
  isKnown: boolean;
  /** Whether no schema says what a value is: it is JSON or text as it is. */
  isPlain: boolean;
  /** Why it takes none from here; undefined if it does, or while that is not known. */
  denied: string | undefined;
}

/** The schema by which a topic takes records, if it has one. */
export function useProducible(topic: Topic): Producible {
  const { name: project } = useProject();
  const isOwn = topic.owner === project;
  const subject = valueSubject(topic.name);
  const found = useQuery({ ...schemaQuery(project, subject), enabled: isOwn });
  const denied = topic.rights === 'READ' ? `It is lent for reading: an owner of ${topic.owner} can lend it for writing too.` : undefined;
  return { schema: found.data?.schema, isKnown: !isOwn || found.isFetched, isPlain: found.data === null, denied };
}

/** Writes records; the numbers of the value go as they were typed. */
export function useProduce(topic: string) {
  const { name: project } = useProject();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wish: Wish) =>
      body(api.POST('/api/v1/projects/{project}/topics/{topic}/messages', {
        params: { path: { project, topic } }, body: { records: [] }, bodySerializer: () => requestText(wish),
      })),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.part(project, 'topics', 'one', topic, 'partitions') }),
  });
}
