/** One event of a stream of server-sent events. */
export interface ServerEvent {
  type: string;
  id: string;
  data: string;
}

const LENGTH_MAX = 32 * 1024 * 1024;

/** Takes a stream of server-sent events apart as it comes (HTML, "Server-sent events"). */
export class EventParser {
  private rest = '';
  private type = '';
  private id = '';
  private readonly data: string[] = [];

  /**
   * The events that are whole with this piece.
   * @throws RangeError where a line does not end within reason.
   */
  push(piece: string): ServerEvent[] {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > LENGTH_MAX) throw new RangeError('A line of the stream is too long.');
    return lines.flatMap((line) => this.take(line.endsWith('\r') ? line.slice(0, -1) : line));
  }

  private take(line: string): ServerEvent[] {
    if (line !== '') {
      const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      if (name === 'event') this.type = value;
      if (name === 'id') this.id = value;
      if (name === 'data') this.data.push(value);
      return [];
    }
    const event = { type: this.type || 'message', id: this.id, data: this.data.join('\n') };
    const isEmpty = this.data.length === 0;
    this.type = '';
    this.data.length = 0;
    return isEmpty ? [] : [event];
  }
}
