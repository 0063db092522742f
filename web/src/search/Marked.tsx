import { visible } from '../ui/Name';
import type { TextMark } from './found';

/** A text from outside with the words that were looked for. */
export function Marked({ text, marks }: { text: string; marks: readonly TextMark[] }) {
  const parts: { start: number; text: string; isMark: boolean }[] = [];
  let end = 0;
  for (const mark of marks) {
    parts.push({ start: end, text: text.slice(end, mark.start), isMark: false });
    end = mark.start + mark.length;
    parts.push({ start: mark.start, text: text.slice(mark.start, end), isMark: true });
  }
  parts.push({ start: end, text: text.slice(end), isMark: false });
  return (
    <bdi>
      {parts.filter((part) => part.text !== '').map((part) => part.isMark ? <mark key={part.start}>{visible(part.text)}</mark> : <span key={part.start}>{visible(part.text)}</span>)}
    </bdi>
  );
}
