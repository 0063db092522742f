import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import { bytes } from '../../ui/format';
import { Name } from '../../ui/Name';
import { Section } from '../../ui/Page';
import { Time } from '../../ui/Time';
import { isUnfinished, snapshot, subscribe } from '../../uploads/queue';
import { type Place, useFilesChanged } from './files';

const LISTED_MAX = 50;

/** Uploads to this folder that were begun and are under way nowhere here, such as before a reload. */
export function UnfinishedUploads({ place: { project, path } }: { place: Place }) {
  const changed = useFilesChanged(project);
  const { uploads } = useSyncExternalStore(subscribe, snapshot);
  const begun = useQuery({
    queryKey: keys.part(project, 'files', 'uploads'),
    queryFn: () => body(api.GET('/api/v1/projects/{project}/files/uploads', { params: { path: { project }, query: { limit: LISTED_MAX } } })),
  });
  const discard = useMutation({
    mutationFn: (upload: string) => body(api.DELETE('/api/v1/projects/{project}/files/uploads/{upload}', {
      params: { path: { project, upload }, header: { 'Tus-Resumable': '1.0.0' } },
    })),
    onSettled: changed,
  });
  const underWay = new Set(uploads.filter(isUnfinished).map((upload) => upload.path));
  const here = (begun.data?.items ?? []).filter((upload) => upload.path.slice(0, upload.path.lastIndexOf('/')) === path && !underWay.has(upload.path));
  if (here.length === 0) return null;
  return (
    <Section title="Uploads that were not finished">
      <p className="muted">Upload the same file again, and it goes on where it was.</p>
      <ul className="rows">
        {here.map((upload) => (
          <li key={upload.id}>
            <Name name={upload.path.slice(upload.path.lastIndexOf('/') + 1)} />
            <span className="muted">{bytes(upload.receivedBytes)} of {bytes(upload.lengthBytes)} have come; given up <Time value={upload.expires} /></span>
            <Button variant="default" size="compact-sm" loading={discard.isPending && discard.variables === upload.id} onClick={() => discard.mutate(upload.id)}>Discard</Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
