import { spanText } from '../../ui/duration';
import { useProject } from '../../frame/project';
import { downloadCsv } from '../../ui/csv';
import { Deniable } from '../../ui/Deniable';
import { type Answer, csvOf } from './answer';

/** How long it took, whether it is all, and the way out for who may take data out. */
export function ResultTools({ answer }: { answer: Answer }) {
  const { ownersOnly } = useProject();
  return (
    <div className="sql-tools">
      {answer.isTruncated && <span className="sql-cut" title={answer.note ?? undefined}>{answer.note ?? 'There are more rows.'}</span>}
      {answer.missing.map((missing) => <span key={missing} className="sql-cut" title={missing}>{missing}</span>)}
      <span className="muted nowrap">{spanText(answer.tookMs)}</span>
      <Deniable variant="default" size="compact-sm" denied={ownersOnly('take data out')} onClick={() => downloadCsv('answer.csv', csvOf(answer))}>CSV</Deniable>
    </div>
  );
}
