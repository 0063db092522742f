import { Button, Menu, NativeSelect, Tabs } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldsOf, prettySchema } from '../../avro/avro';
import { FieldTable } from '../../avro/FieldTable';
import { schemaQuery, type SchemaVersion } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { icon } from '../../theme';
import { CopyAs } from '../../ui/CopyAs';
import { Crumbs } from '../../ui/Crumbs';
import { Deniable } from '../../ui/Deniable';
import { CodeEditor } from '../../ui/editor/CodeEditor';
import { Loading } from '../../ui/Loading';
import { MenuAction } from '../../ui/MenuAction';
import { Page } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';
import { useUrlState } from '../../ui/urlState';
import { DeleteSubject } from './DeleteSubject';
import { SchemaReferences } from './SchemaReferences';
import { languageOf, TYPE_NAMES } from './types';
import { VersionChanges } from './VersionChanges';
import './schemas.css';

/** One subject: its versions, and what changed from one to the next. */
export function SchemaPage() {
  const { name: project, ownersOnly } = useProject();
  const { subject = '' }: { subject?: string } = useParams({ strict: false });
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const latest = useQuery(schemaQuery(project, subject));
  const heading = <Crumbs parent={<TextLink to="/p/$project/schemas" params={{ project }} search={{}} inherit>Schemas</TextLink>}>{subject}</Crumbs>;
  const actions = (
    <>
      <CopyAs command={`hops schema get ${subject} -p ${project}`} path={`/api/v1/projects/${project}/schemas/${encodeURIComponent(subject)}/versions/latest`} />
      <Deniable denied={ownersOnly('register schemas')} onClick={() => void navigate({ to: '/p/$project/schemas/-/new', params: { project }, search: { subject } })}>New version</Deniable>
      <Menu width={240}>
        <Menu.Target><Button variant="default" px={8} aria-label="More actions"><IconDots {...icon.small} /></Button></Menu.Target>
        <Menu.Dropdown><MenuAction denied={ownersOnly('delete schemas')} isDangerous onClick={() => setDeleting(true)}>Delete subject</MenuAction></Menu.Dropdown>
      </Menu>
    </>
  );
  return (
    <Page title={subject} heading={heading} actions={latest.data && actions}>
      {latest.isPending && <Loading rows={10} />}
      {latest.error && <Problem error={latest.error} onRetry={() => void latest.refetch()} />}
      {latest.data === null && <p className="muted">No such schema is registered here.</p>}
      {latest.data && <Versions latest={latest.data} />}
      {isDeleting && <DeleteSubject subject={subject} onClose={() => setDeleting(false)} />}
    </Page>
  );
}

function Versions({ latest }: { latest: SchemaVersion }) {
  const { name: project } = useProject();
  const [chosen, setChosen] = useUrlState('version', String(latest.version));
  const [tab, setTab] = useUrlState('tab', 'fields');
  const number = Number(chosen);
  const version = useQuery(schemaQuery(project, latest.subject, Number.isInteger(number) ? number : latest.version));
  const numbers = Array.from({ length: latest.version }, (_, index) => String(latest.version - index));
  return (
    <>
      <div className="toolbar">
        <NativeSelect aria-label="Version" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)} data={numbers.map((one) => ({ value: one, label: `Version ${one}${one === numbers[0] ? ' (latest)' : ''}` }))} />
        {version.data && <span className="muted">{TYPE_NAMES[version.data.type]}, id {version.data.id}</span>}
      </div>
      {version.isPending && <Loading rows={8} />}
      {version.error && <Problem error={version.error} onRetry={() => void version.refetch()} />}
      {version.data === null && <p className="muted">Version {chosen} was deleted.</p>}
      {version.data && <SchemaReferences version={version.data} />}
      {version.data && version.data.type !== 'AVRO' && <CodeEditor label={`Version ${chosen} of ${latest.subject}`} language={languageOf(version.data.type)} isReadOnly rows={18} value={prettySchema(version.data.schema)} />}
      {version.data?.type === 'AVRO' && (
        <Tabs value={tab} onChange={(next) => setTab(next ?? 'fields')}>
          <Tabs.List mb="sm"><Tabs.Tab value="fields">Fields</Tabs.Tab><Tabs.Tab value="source">Source</Tabs.Tab><Tabs.Tab value="changes" disabled={version.data.version === 1}>Changes</Tabs.Tab></Tabs.List>
          <Tabs.Panel value="fields"><FieldTable fields={fieldsOf(version.data.schema)} /></Tabs.Panel>
          <Tabs.Panel value="source"><CodeEditor label={`Version ${chosen} of ${latest.subject}`} language="json" isReadOnly rows={10} value={prettySchema(version.data.schema)} /></Tabs.Panel>
          <Tabs.Panel value="changes"><VersionChanges version={version.data} /></Tabs.Panel>
        </Tabs>
      )}
    </>
  );
}
