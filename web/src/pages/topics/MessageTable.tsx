import { VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { bytes } from '../../ui/format';
import { State } from '../../ui/State';
import { type Message, messageKey, type Payload, payloadText } from './message';

interface MessageTableProps {
  messages: readonly Message[];
  open: Message | undefined;
  onOpen: (message: Message) => void;
  /** Those that are chosen, by their keys. */
  chosen: ReadonlySet<string>;
  onChoose: (message: Message, isChosen: boolean) => void;
}

/** Messages, one a line; one that does not decode is there too, with the reason. */
export function MessageTable({ messages, open, onOpen, chosen, onChoose }: MessageTableProps) {
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Messages">
      <table className="table messages">
        <thead><tr><th scope="col" className="choose"><VisuallyHidden>Chosen</VisuallyHidden></th><th scope="col">Time</th><th scope="col" className="number">P</th><th scope="col" className="number">Offset</th><th scope="col" className="extra">Key</th><th scope="col">Value</th><th scope="col" className="number extra">Size</th></tr></thead>
        <tbody>
          {messages.map((message) => <Row key={messageKey(message)} message={message} isOpen={open === message} isChosen={chosen.has(messageKey(message))} onOpen={onOpen} onChoose={onChoose} />)}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends Pick<MessageTableProps, 'onOpen' | 'onChoose'> {
  message: Message;
  isOpen: boolean;
  isChosen: boolean;
}

/** Drawn once: of a tail that shows hundreds of rows only those that come are new. */
const Row = memo(function Row({ message, isOpen, isChosen, onOpen, onChoose }: RowProps) {
  return (
    <tr data-clickable data-open={isOpen || undefined} onClick={() => onOpen(message)}>
      <td className="choose" onClick={(event) => event.stopPropagation()}>
        <input type="checkbox" aria-label={`Choose partition ${message.partition} offset ${message.offset}`} checked={isChosen} onChange={(event) => onChoose(message, event.currentTarget.checked)} />
      </td>
      <td className="mono">{message.time ?? '-'}</td>
      <td className="number mono">{message.partition}</td>
      <td className="number mono"><button type="button" className="offset" aria-label={`Open partition ${message.partition} offset ${message.offset}`} onClick={() => onOpen(message)}>{message.offset}</button></td>
      <td className="mono extra" title={payloadText(message.key)}>{payloadText(message.key) || <span className="null">none</span>}</td>
      <td className="mono value"><Value value={message.value} /></td>
      <td className="number extra nowrap">{bytes(message.sizeBytes)}</td>
    </tr>
  );
});

function Value({ value }: { value: Payload }) {
  if (value.form === 'NULL') return <span className="null">null</span>;
  return <>{value.reason !== null && <State kind="failed" label="Not decoded" raw={value.reason} />} {payloadText(value)}</>;
}
