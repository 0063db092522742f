import { Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { prettySchema } from '../../avro/avro';
import { changesBetween } from '../../avro/changes';
import { schemaQuery, type SchemaVersion } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { CopyAs } from '../../ui/CopyAs';
import { Crumbs } from '../../ui/Crumbs';
import { Deniable } from '../../ui/Deniable';
import { CodeEditor } from '../../ui/editor/CodeEditor';
import { fieldError, FormError } from '../../ui/FormError';
import { Loading } from '../../ui/Loading';
import { said } from '../../ui/notify';
import { Page, Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';
import type { Search } from '../../ui/urlState';
import { Changes } from './Changes';
import { References } from './References';
import { optionsOf, sentOf, typedOf } from './schemaReferences';
import { EXAMPLES, languageOf, type SchemaType, TYPE_NAMES, TYPES } from './types';
import './schemas.css';


/** Registers a schema: the first version of a subject, or the next one. */
export function RegisterPage() {
  const { name: project } = useProject();
  const { subject }: Search = useSearch({ strict: false });
  const latest = useQuery({ ...schemaQuery(project, subject ?? ''), enabled: subject !== undefined });
  const heading = <Crumbs parent={<TextLink to="/p/$project/schemas" params={{ project }} search={{}} inherit>Schemas</TextLink>}>{subject === undefined ? 'New' : `${subject}, new version`}</Crumbs>;
  return (
    <Page title="New schema" heading={heading}>
      {subject !== undefined && latest.isPending && <Loading rows={10} />}
      {latest.error && <Problem error={latest.error} onRetry={() => void latest.refetch()} />}
      {(subject === undefined || latest.isSuccess) && <RegisterForm subject={subject ?? ''} before={latest.data ?? null} />}
    </Page>
  );
}

function RegisterForm({ subject: initial, before }: { subject: string; before: SchemaVersion | null }) {
  const { name: project, ownersOnly } = useProject();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [subject, setSubject] = useState(initial);
  const [schema, setSchema] = useState(before ? prettySchema(before.schema) : EXAMPLES.AVRO);
  const [type, setType] = useState<SchemaType>(before?.type ?? 'AVRO');
  const [typed, setTyped] = useState(typedOf(before?.references ?? []));
  const references = sentOf(typed);
  const choose = (next: SchemaType) => {
    if (schema === EXAMPLES[type]) setSchema(EXAMPLES[next]);
    setType(next);
  };
  const register = useMutation({
    mutationFn: () => body(api.POST('/api/v1/projects/{project}/schemas/{subject}/versions', { params: { path: { project, subject } }, body: { schema, type, references: references ?? [] } })),
    onSuccess: async ({ version }) => {
      await queries.invalidateQueries({ queryKey: keys.part(project, 'schemas') });
      said(`${subject} has version ${version}.`);
      await navigate({ to: '/p/$project/schemas/$subject', params: { project, subject }, search: {} });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (references) register.mutate();
  };
  return (
    <form onSubmit={submit} className="split">
      <CodeEditor label={`${TYPE_NAMES[type]} schema`} language={languageOf(type)} rows={18} value={schema} onChange={setSchema} />
      <Stack gap="md">
        <TextInput label="Subject" description="That of the values of a topic is TOPIC-value." required value={subject} disabled={initial !== ''} onChange={(event) => setSubject(event.currentTarget.value)} error={fieldError(register.error, 'subject')} spellCheck={false} autoComplete="off" />
        <NativeSelect label="Type" value={type} disabled={before !== null} onChange={(event) => choose(event.currentTarget.value as SchemaType)} data={TYPES.map((one) => ({ value: one, label: TYPE_NAMES[one] }))} />
        <References type={type} value={typed} onChange={setTyped} />
        <Group gap="xs">
          <Deniable type="submit" data-tour="schemas.register" denied={ownersOnly('register schemas')} loading={register.isPending}>{before ? `Register version ${before.version + 1}` : 'Register schema'}</Deniable>
          <CopyAs command={`hops schema register ${subject || 'SUBJECT'} FILE${type === 'AVRO' ? '' : ` --type ${type.toLowerCase()}`}${optionsOf(references ?? [])} -p ${project}`} method="POST" path={`/api/v1/projects/${project}/schemas/${encodeURIComponent(subject || 'SUBJECT')}/versions`} content={{ schema, type, references: references ?? [] }} />
        </Group>
        <FormError error={register.error} fields={['subject']} />
        {before && type === 'AVRO' && <Section title={`Changes to version ${before.version}`}><Changes changes={changesBetween(before.schema, schema)} /></Section>}
      </Stack>
    </form>
  );
}
