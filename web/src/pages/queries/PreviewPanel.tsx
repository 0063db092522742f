import { count, plural } from '../../ui/format';
import { Section } from '../../ui/Page';
import { State } from '../../ui/State';
import { ResultGrid } from '../sql/ResultGrid';
import '../sql/sql.css';
import type { Preview } from './preview';

/** The rows that a query would write for the newest records of its topic. */
export default function PreviewPanel({ preview: { answer, recordsRead, recordsBad, rowsLate } }: { preview: Preview }) {
  return (
    <Section title="Preview" actions={<State kind="ok" label="Nothing was written" />}>
      <p className="muted">
        {plural(answer.rows.length, 'row')} of the newest {plural(recordsRead, 'record')}, with all windows closed.
        {recordsBad > 0 && ` ${count(recordsBad)} do not decode.`}{rowsLate > 0 && ` ${count(rowsLate)} came late and are left out.`}{answer.note !== null && ` ${answer.note}`}
      </p>
      <div className="preview-rows"><ResultGrid answer={answer} /></div>
    </Section>
  );
}
