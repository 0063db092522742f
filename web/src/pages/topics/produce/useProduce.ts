import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../../api/client';
import { keys } from '../../../api/keys';
import { schemaQuery, type Topic, valueSubject } from '../../../catalogue/catalogue';
import { useProject } from '../../../frame/project';
import { requestText, type Wish } from './record';

/** The schema by which a topic takes records, and why it takes none from here; undefined if it does, or while that is not known. */
export function useProducible(topic: Topic): { schema: string | undefined; isKnown: boolean; denied: string | undefined } {
  const { name: project } = useProject();
  const isOwn = topic.owner === project;
  const subject = valueSubject(topic.name);
  const found = useQuery({ ...schemaQuery(project, subject), enabled: isOwn });
  const denied = topic.rights === 'READ' ? `It is lent for reading: an owner of ${topic.owner} can lend it for writing too.`
    : found.data === null ? `Records are written by a schema, and none is registered as ${subject}.`
      : undefined;
  return { schema: found.data?.schema, isKnown: !isOwn || found.isFetched, denied };
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
