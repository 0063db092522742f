import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { useProject } from '../../frame/project';
import { Deniable } from '../../ui/Deniable';
import { Section } from '../../ui/Page';
import { TextEditor } from './TextEditor';

/** What the project is for, in the words of its owners. */
export function Description() {
  const { name, project, tag, ownersOnly } = useProject();
  const [isEditing, setEditing] = useState(false);
  const queries = useQueryClient();
  const save = async (description: string, tagRead: string) => {
    await body(api.PATCH('/api/v1/projects/{project}', { params: { path: { project: name }, header: { 'If-Match': tagRead } }, body: { description } }));
    await queries.invalidateQueries({ queryKey: keys.project(name), exact: true });
    await queries.invalidateQueries({ queryKey: keys.projects });
  };
  const edit = !isEditing && <Deniable variant="subtle" size="compact-sm" denied={ownersOnly('edit the description')} onClick={() => setEditing(true)}>Edit</Deniable>;
  return (
    <Section title="Description" actions={edit}>
      {isEditing
        ? <TextEditor label="Description" saveLabel="Save description" text={project.description} tag={tag} rows={[4, 16]} save={save} onClose={() => setEditing(false)} />
        : <p className="prose">{project.description || <span className="muted">Nothing has been said about this project yet.</span>}</p>}
    </Section>
  );
}
