import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Section } from '../../../ui/Page';
import { Problem } from '../../../ui/Problem';
import { previewOf } from './formats';
import { sourceOf } from './source';

/** What is in a file, when it is asked for: reading content is an export, and the audit trail keeps it. */
export function Preview({ project, path, lengthBytes }: { project: string; path: string; lengthBytes: number }) {
  const read = useMutation({ mutationFn: () => previewOf(sourceOf(project, path, lengthBytes)) });
  const show = <Button variant="default" size="compact-sm" loading={read.isPending} onClick={() => read.mutate()}>Show the beginning</Button>;
  return (
    <Section title="Preview" actions={read.isSuccess ? undefined : show}>
      {read.isIdle && <p className="muted">Reading a file here is kept in the audit trail as an export.</p>}
      {read.isError && <Problem error={read.error} onRetry={() => read.mutate()} />}
      {read.data}
    </Section>
  );
}
