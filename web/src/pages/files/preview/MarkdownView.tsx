import { Markdown } from '../../../ui/Markdown';
import { textOf } from './head';
import type { Source } from './source';

/** A text with marks, as far as it was read. */
export function view(source: Source, head: Uint8Array) {
  const isWhole = head.length >= source.lengthBytes;
  return (
    <>
      <Markdown text={textOf(head, isWhole) ?? ''} />
      {!isWhole && <p className="muted">Only the beginning is shown.</p>}
    </>
  );
}
