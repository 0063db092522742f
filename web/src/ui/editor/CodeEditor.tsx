import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { EditorProps } from './marks';

const LINE_PX = 20;
const EditorPane = lazy(() => import('./EditorView'));

/** A text of SQL or JSON, with colours, completion and its mistakes where they are; or any other text. */
export function CodeEditor(props: EditorProps) {
  return (
    <Suspense fallback={<Skeleton height={(props.rows ?? 6) * LINE_PX + 14} role="status" aria-label="Loading the editor" />}>
      <EditorPane {...props} />
    </Suspense>
  );
}
