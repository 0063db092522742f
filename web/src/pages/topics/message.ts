import type { Shape } from '../../api/client';

export type Message = Shape<'MessageView'>;
export type Payload = Shape<'PayloadView'>;

/** A key or value in one line. */
export function payloadText(payload: Payload): string {
  return payload.text ?? '';
}

/** Which message it is, for the address and for React. */
export function messageKey(message: Message): string {
  return `${message.partition}:${message.offset}`;
}
