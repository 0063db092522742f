import type { Shape } from '../../api/client';
import { spanText } from '../../ui/duration';
import { bytes, count } from '../../ui/format';
import { Time } from '../../ui/Time';

/** What would go by a rule if it held now, with the names of some. */
export function RetentionPreview({ preview, graceSeconds }: { preview: Shape<'RetentionPreviewView'>; graceSeconds: number }) {
  const least = preview.isComplete ? '' : 'At least ';
  return (
    <div role="status" aria-label="What would go">
      <p><strong>{least}{count(preview.files)} files, {bytes(preview.bytes)}</strong> would go by this now. The first go {graceSeconds > 0 ? `in ${spanText(graceSeconds * 1000)}; until then it can be set back` : 'with the next sweep'}.</p>
      {preview.sample.length > 0 && (
        <ul className="rows" aria-label="Some of them">
          {preview.sample.map((file) => <li key={file.path}><span className="mono break">{file.path}</span><span>{bytes(file.lengthBytes)}</span><Time value={file.changed} /></li>)}
        </ul>
      )}
    </div>
  );
}
