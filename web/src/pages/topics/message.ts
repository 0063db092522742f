import type { Shape } from '../../api/client';
import { isObject } from '../../ui/json';

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

/** Whether what a channel tells is a message. */
export function isMessage(value: unknown): value is Message {
  return isObject(value) && typeof value['offset'] === 'string' && typeof value['partition'] === 'number';
}
