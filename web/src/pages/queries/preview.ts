import type { Shape } from '../../api/client';
import { type Answer, answerOf } from '../sql/answer';

/** What a query makes of the newest records of its topic. */
export interface Preview {
  answer: Answer;
  recordsRead: number;
  recordsBad: number;
  rowsLate: number;
}

export function previewOf({ answer, recordsRead, recordsBad, rowsLate }: Shape<'QueryPreview'>): Preview {
  return { answer: answerOf(answer, 0), recordsRead: Number(recordsRead), recordsBad: Number(recordsBad), rowsLate: Number(rowsLate) };
}
