import { Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { type Topic, valueSubject } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { FormError } from '../../ui/FormError';
import { said } from '../../ui/notify';
import { isSchemaChecked, VALUE_CHECK } from './settings';

/** Whether the topic takes only values by a registered schema; owners turn it on and off. */
export function SchemaCheck({ topic }: { topic: Topic }) {
  const { name: project, ownersOnly } = useProject();
  const queries = useQueryClient();
  const denied = topic.owner === project ? ownersOnly('change topics') : `It belongs to ${topic.owner}.`;
  const isOn = isSchemaChecked(topic.config);
  const change = useMutation({
    mutationFn: (on: boolean) => body(api.PATCH('/api/v1/projects/{project}/topics/{topic}', {
      params: { path: { project, topic: topic.name } }, body: on ? { config: { [VALUE_CHECK]: 'true' } } : { unset: [VALUE_CHECK] },
    })),
    onSuccess: async (_, on) => {
      await queries.invalidateQueries({ queryKey: keys.part(project, 'topics') });
      said(on ? `Topic ${topic.name} takes only values by a schema of ${valueSubject(topic.name)} now.` : `Topic ${topic.name} takes any values now.`);
    },
  });
  return (
    <>
      <Switch
        mb="md"
        label="Take only values by a registered schema"
        description={denied ?? `The broker refuses records whose value does not begin with the id of a schema of ${valueSubject(topic.name)}.`}
        checked={isOn}
        disabled={denied !== undefined || change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
      />
      <FormError error={change.error} />
    </>
  );
}
