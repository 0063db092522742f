import { useProject } from '../../frame/project';
import { CodeEditor } from '../../ui/editor/CodeEditor';
import { durationText } from '../../ui/duration';
import { Time } from '../../ui/Time';
import { type Definition, definitionOf } from './definition';
import type { Query } from './query';

const MODES = { append: 'Append: each row once, when it can no longer change', update: 'Update: the groups that changed, each batch', complete: 'Complete: all groups, each batch' };
const BAD = { fail: 'Fail: the query stops and names the record', drop: 'Drop: counted and left out', deadLetter: 'Dead letter' };

export function triggerText({ trigger }: Definition): string {
  if (trigger.availableNow) return 'What is there, then stop';
  return trigger.intervalMs === 0 ? 'Batches back to back' : `A batch every ${durationText(trigger.intervalMs)}`;
}

/** What a query is. It never changes: another one is made of it. */
export function DefinitionView({ query }: { query: Query }) {
  const { isOwner } = useProject();
  const it = definitionOf(query.definition);
  return (
    <div className="split">
      <CodeEditor label="SQL of the query" language="sql" value={it.sql} isReadOnly rows={4} />
      <dl className="facts">
        <dt>Reads</dt><dd className="mono">{it.topic}</dd>
        <dt>From</dt><dd>{it.startingOffsets === 'earliest' ? 'The oldest record that was kept' : 'What came after it was started'}</dd>
        <dt>Writes</dt><dd className="mono">{it.sink}</dd>
        <dt>Mode</dt><dd>{MODES[it.outputMode]}</dd>
        <dt>Trigger</dt><dd>{triggerText(it)}</dd>
        <dt>Watermark</dt><dd>{it.watermark ? <><span className="mono">{it.watermark.column}</span>, rows may come {durationText(it.watermark.delayMs)} late</> : 'None'}</dd>
        <dt>Bad records</dt><dd>{BAD[it.badRecords]}{it.deadLetterTopic && <> to <span className="mono">{it.deadLetterTopic}</span></>}</dd>
        <dt>Runs as</dt><dd>{query.owner}</dd>
        <dt>Made</dt><dd><Time value={query.created} /></dd>
        {isOwner && query.status.processId !== null && <><dt>Runner</dt><dd>process {query.status.processId}</dd></>}
      </dl>
    </div>
  );
}
