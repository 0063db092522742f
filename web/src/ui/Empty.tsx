import { Code } from '@mantine/core';
import type { ReactNode } from 'react';

/** Nothing there yet: one sentence on what this is, how to begin here, and the same as a command. */
export function Empty({ children, action, command }: { children: ReactNode; action?: ReactNode; command?: string }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {action}
      {command && <Code>{command}</Code>}
    </div>
  );
}
