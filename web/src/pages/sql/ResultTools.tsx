import { spanText } from '../../ui/duration';
import { useProject } from '../../frame/project';
import { Deniable } from '../../ui/Deniable';
import { type Answer, csvOf } from './answer';

function download(answer: Answer): void {
  const link = document.createElement('a');
  const url = URL.createObjectURL(new Blob([csvOf(answer)], { type: 'text/csv' }));
  link.href = url;
  link.download = 'answer.csv';
  link.click();
  URL.revokeObjectURL(url);
}

/** How long it took, whether it is all, and the way out for who may take data out. */
export function ResultTools({ answer }: { answer: Answer }) {
  const { ownersOnly } = useProject();
  return (
    <div className="sql-tools">
      {answer.isTruncated && <span className="sql-cut" title={answer.note ?? undefined}>{answer.note ?? 'There are more rows.'}</span>}
      <span className="muted nowrap">{spanText(answer.tookMs)}</span>
      <Deniable variant="default" size="compact-sm" denied={ownersOnly('take data out')} onClick={() => download(answer)}>CSV</Deniable>
    </div>
  );
}
