import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, tagged } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Deniable } from '../../ui/Deniable';
import { Markdown } from '../../ui/Markdown';
import { Section } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { TextEditor } from './TextEditor';

/** What members should know of the project, in Markdown. */
export function Readme() {
  const { name, ownersOnly } = useProject();
  const [isEditing, setEditing] = useState(false);
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: keys.part(name, 'readme'),
    queryFn: () => tagged(api.GET('/api/v1/projects/{project}/readme', { params: { path: { project: name } } })),
  });
  const save = async (text: string, tag: string) => {
    await body(api.PUT('/api/v1/projects/{project}/readme', { params: { path: { project: name }, header: { 'If-Match': tag } }, body: { text } }));
    await queries.invalidateQueries({ queryKey: keys.part(name, 'readme') });
  };
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  const edit = !isEditing && <Deniable variant="subtle" size="compact-sm" denied={ownersOnly('edit the README')} onClick={() => setEditing(true)} aria-label="Edit the README">Edit</Deniable>;
  return (
    <Section title="README" actions={data && edit}>
      {data && (isEditing
        ? <TextEditor label="README, in Markdown" saveLabel="Save README" text={data.value.text} tag={data.tag} rows={[8, 24]} save={save} onClose={() => setEditing(false)} />
        : data.value.text === '' ? <p className="muted">Nobody has written one yet: what is here, where it comes from, whom to ask.</p> : <Markdown text={data.value.text} />)}
    </Section>
  );
}
