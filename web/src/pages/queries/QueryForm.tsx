import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { keySchemaQuery, recordColumns, valueSchemaQuery } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { columnsOf } from '../../schemas/columns';
import { CodeEditor } from '../../ui/editor/CodeEditor';
import type { Draft } from './draft';
import { FormPart } from './FormPart';
import { QueryMaking } from './QueryMaking';
import { SinkFields } from './SinkFields';
import { SourceFields } from './SourceFields';
import { TimeFields } from './TimeFields';
import { useQueryForm } from './useQueryForm';

interface QueryFormProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  onMade: () => void;
}

/** The schema of the values of a topic, and the topic as a table that SQL reads. */
function useSource(project: string, topic: string) {
  const { data } = useQuery({ ...valueSchemaQuery(project, topic), enabled: topic !== '' });
  const ofKeys = useQuery({ ...keySchemaQuery(project, topic), enabled: topic !== '' }).data;
  const fields = useMemo(() => (data ? columnsOf(data) : []), [data]);
  const tables = useMemo(() => {
    const columns = [...fields.map(({ name, typeText }) => ({ name, type: typeText })), ...recordColumns(ofKeys)];
    return topic === '' ? [] : [{ name: topic, kind: 'topic', columns }];
  }, [topic, fields, ofKeys]);
  return { fields, tables, hasSchema: data !== null };
}

/** The form of a query at the left, and what the server makes of it at the right. */
export function QueryForm({ draft, onChange, onMade }: QueryFormProps) {
  const { name: project } = useProject();
  const { fields, tables, hasSchema } = useSource(project, draft.topic);
  const form = useQueryForm({ draft, onChange, onMade });
  const { set, errors } = form;
  const shared = { draft, set, errors };
  const hint = `One SELECT over ${draft.topic || 'the topic'}; windows by tumble(time, INTERVAL '1 hour') or hop. Ctrl+Enter checks it.`;
  return (
    <div className="split">
      <div className="query-form">
        <FormPart title="Source"><SourceFields {...shared} hasSchema={hasSchema} /></FormPart>
        <FormPart title="SQL" error={errors.sql} hint={hint}>
          <CodeEditor label="SQL" language="sql" rows={8} value={draft.sql} onChange={(sql) => set({ sql })} onRun={form.check} tables={tables} table={draft.topic || undefined} marks={form.marks} />
        </FormPart>
        <FormPart title="Sink"><SinkFields {...shared} /></FormPart>
        <FormPart title="Time and records"><TimeFields {...shared} fields={fields} /></FormPart>
      </div>
      <QueryMaking draft={draft} form={form} />
    </div>
  );
}
