import { memo } from 'react';
import { bytes } from '../../ui/format';
import { State } from '../../ui/State';
import { type Message, messageKey, type Payload, payloadText } from './message';

interface MessageTableProps {
  messages: readonly Message[];
  open: Message | undefined;
  onOpen: (message: Message) => void;
}

/** Messages, one a line; one that does not decode is there too, with the reason. */
export function MessageTable({ messages, open, onOpen }: MessageTableProps) {
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label="Messages">
      <table className="table messages">
        <thead><tr><th scope="col">Time</th><th scope="col" className="number">P</th><th scope="col" className="number">Offset</th><th scope="col" className="extra">Key</th><th scope="col">Value</th><th scope="col" className="number extra">Size</th></tr></thead>
        <tbody>
          {messages.map((message) => <Row key={messageKey(message)} message={message} isOpen={open === message} onOpen={onOpen} />)}
        </tbody>
      </table>
    </div>
  );
}

/** Drawn once: of a tail that shows hundreds of rows only those that come are new. */
const Row = memo(function Row({ message, isOpen, onOpen }: { message: Message; isOpen: boolean; onOpen: (message: Message) => void }) {
  return (
    <tr data-clickable data-open={isOpen || undefined} onClick={() => onOpen(message)}>
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
