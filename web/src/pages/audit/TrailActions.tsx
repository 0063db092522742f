import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { api, body } from '../../api/client';
import { icon } from '../../theme';
import { CopyAs, shellWord } from '../../ui/CopyAs';
import { type AuditFilter, optionsOf, queryOf } from './filter';
import { VerifyTrail } from './VerifyTrail';

/** What can be done with a trail as a whole: copied as a command, exported, verified. */
export function TrailActions({ project, filter }: { project: string | undefined; filter: AuditFilter }) {
  const route = project === undefined ? '/api/v1/audit' : `/api/v1/projects/${encodeURIComponent(project)}/audit`;
  const where = project === undefined ? ' --platform' : ` -p ${shellWord(project)}`;
  const query = queryOf(filter);
  const check = (after: string | undefined) => {
    const asked = { ...(after === undefined ? {} : { after }) };
    return project === undefined
      ? body(api.GET('/api/v1/audit/check', { params: { query: asked } }))
      : body(api.GET('/api/v1/projects/{project}/audit/check', { params: { path: { project }, query: asked } }));
  };
  return (
    <>
      <CopyAs command={`hops audit list --newest${where}${optionsOf(filter, shellWord)}`} path={`${route}?newestFirst=true${query && `&${query}`}`} />
      <Button component="a" href={`${route}/export${query && `?${query}`}`} download variant="default" leftSection={<IconDownload {...icon.small} />}>Export</Button>
      <VerifyTrail check={check} />
    </>
  );
}
