import { Button, Checkbox, Group, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { CopyAs } from '../../ui/CopyAs';
import { Crumbs } from '../../ui/Crumbs';
import { Deniable } from '../../ui/Deniable';
import { parseDuration } from '../../ui/duration';
import { CodeEditor } from '../../ui/editor/CodeEditor';
import { fieldError, FormError } from '../../ui/FormError';
import { said } from '../../ui/notify';
import { Page } from '../../ui/Page';
import { TextLink } from '../../ui/TextLink';
import { References } from '../schemas/References';
import { optionsOf, type Reference, sentOf } from '../schemas/schemaReferences';
import { EXAMPLES as SCHEMAS, languageOf, type SchemaType, TYPE_NAMES, TYPES } from '../schemas/types';
import { VALUE_CHECK } from './settings';
import './topics.css';

const FIELDS = ['name', 'partitions'];
/** What the schema begins as. Events have a time: queries count by it. */
const EXAMPLES: Record<SchemaType, string> = {
  ...SCHEMAS,
  AVRO: `{
  "type": "record",
  "name": "Event",
  "fields": [
    {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
    {"name": "id", "type": "string"},
    {"name": "amount", "type": ["null", "double"], "default": null}
  ]
}
`,
};

interface Wish {
  name: string;
  partitions: number;
  retention: string;
  schema: string;
  type: SchemaType;
  references: readonly Reference[];
  isChecked: boolean;
}

function requestOf({ name, partitions, retention, schema, type, references, isChecked }: Wish) {
  const keptMs = parseDuration(retention);
  const config = { ...(keptMs === undefined ? {} : { 'retention.ms': String(keptMs) }), ...(isChecked ? { [VALUE_CHECK]: 'true' } : {}) };
  return {
    name, partitions,
    ...(Object.keys(config).length === 0 ? {} : { config }),
    ...(schema.trim() === '' ? {} : { valueSchema: schema, valueSchemaType: type, valueSchemaReferences: sentOf(references) ?? [] }),
  };
}

/** A new topic, with the schema of its values. */
export function NewTopicPage() {
  const { name: project, ownersOnly } = useProject();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [wish, setWish] = useState<Wish>({ name: '', partitions: 1, retention: '', schema: EXAMPLES.AVRO, type: 'AVRO', references: [], isChecked: false });
  const set = (change: Partial<Wish>) => setWish({ ...wish, ...change });
  const choose = (type: SchemaType) => set({ type, ...(wish.schema === EXAMPLES[wish.type] ? { schema: EXAMPLES[type] } : {}) });
  const isRetentionWrong = wish.retention.trim() !== '' && parseDuration(wish.retention) === undefined;
  const create = useMutation({
    mutationFn: () => body(api.POST('/api/v1/projects/{project}/topics', { params: { path: { project } }, body: requestOf(wish) })),
    onSuccess: async (topic) => {
      await queries.invalidateQueries({ queryKey: keys.part(project, 'topics') });
      await queries.invalidateQueries({ queryKey: keys.part(project, 'schemas') });
      said(`Topic ${topic.name} is there.`);
      await navigate({ to: '/p/$project/topics/$topic', params: { project, topic: topic.name }, search: {} });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isRetentionWrong && sentOf(wish.references)) create.mutate();
  };
  const command = `hops topic create ${wish.name || 'NAME'} -p ${project} --partitions ${wish.partitions}${wish.retention ? ` --retention ${wish.retention}` : ''} --value-schema FILE${wish.type === 'AVRO' ? '' : ` --value-schema-type ${wish.type.toLowerCase()}`}${optionsOf(sentOf(wish.references) ?? [])}${wish.isChecked ? ' --validate-schema' : ''}`;
  const label = `${TYPE_NAMES[wish.type]} schema of the values`;
  const heading = <Crumbs parent={<TextLink to="/p/$project/topics" params={{ project }} search={{}} inherit>Topics</TextLink>}>New</Crumbs>;
  return (
    <Page title="New topic" heading={heading} actions={<CopyAs command={command} method="POST" path={`/api/v1/projects/${project}/topics`} content={requestOf(wish)} />}>
      <form onSubmit={submit} className="split">
        <div>
          <p className="editor-label">{label} <span className="muted">registered as {wish.name || 'NAME'}-value; without one, records are bytes to queries and to this page</span></p>
          <CodeEditor label={label} language={languageOf(wish.type)} rows={14} value={wish.schema} onChange={(schema) => set({ schema })} />
        </div>
        <Stack gap="md">
          <TextInput label="Name" required value={wish.name} onChange={(event) => set({ name: event.currentTarget.value })} error={fieldError(create.error, 'name')} spellCheck={false} autoComplete="off" classNames={{ input: 'mono' }} />
          <NumberInput label="Partitions" description="As many as should be read at once; records of one key stay in one of them." size="xs" min={1} allowDecimal={false} value={wish.partitions} onChange={(value) => set({ partitions: Number(value) || 1 })} error={fieldError(create.error, 'partitions')} />
          <TextInput label="Kept for" description="By the time of the record itself. A replay of the past wants long: 36500d." placeholder="7d" value={wish.retention} onChange={(event) => set({ retention: event.currentTarget.value })} error={isRetentionWrong ? 'A duration such as 12h or 30d.' : undefined} />
          <NativeSelect label="Type of the schema" value={wish.type} onChange={(event) => choose(event.currentTarget.value as SchemaType)} data={TYPES.map((one) => ({ value: one, label: TYPE_NAMES[one] }))} />
          <References type={wish.type} value={wish.references} onChange={(references) => set({ references })} />
          <Checkbox label="Take only values by a registered schema" description="The broker refuses records whose value does not begin with the id of one." checked={wish.isChecked} onChange={(event) => set({ isChecked: event.currentTarget.checked })} />
          <FormError error={create.error} fields={FIELDS} />
          <Group gap="xs">
            <Deniable type="submit" data-tour="topics.create" denied={ownersOnly('make topics')} loading={create.isPending}>Create topic</Deniable>
            <Button variant="default" onClick={() => void navigate({ to: '/p/$project/topics', params: { project }, search: {} })}>Cancel</Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
