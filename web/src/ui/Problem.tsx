import { Button, Code, CopyButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { asProblem } from '../api/problem';
import { icon } from '../theme';

/** What went wrong in words, what to do, and the id under which the log of the server holds it. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = asProblem(error);
  return (
    <div className="problem" role="alert">
      <IconAlertTriangle {...icon.normal} aria-hidden />
      <div className="problem-text">
        <strong>{problem.title}</strong>
        {problem.detail && <div>{problem.detail}</div>}
        <div className="row">
          {onRetry && <Button variant="default" size="compact-sm" onClick={onRetry}>Retry</Button>}
          {problem.traceId && <TraceId id={problem.traceId} />}
        </div>
      </div>
    </div>
  );
}

function TraceId({ id }: { id: string }) {
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <span className="row">
          trace <Code>{id}</Code>
          <Button variant="subtle" size="compact-sm" onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>
        </span>
      )}
    </CopyButton>
  );
}
