import { parseLossless } from '../api/lossless';
import { type ProblemError, problemOf } from '../api/problem';
import { isObject, textOf } from '../ui/json';
import { EventParser, type ServerEvent } from './parser';

/** What one channel tells: what has happened, that something was left out, or that it has ended and why. */
export interface Tiding {
  channel: string;
  kind: 'items' | 'reset' | 'ended';
  items: readonly unknown[];
  detail: string;
}

/** How a stream is. */
export interface StreamState {
  isOpen: boolean;
  /** When something was last heard, a sign of life included; 0 for never. */
  heardAt: number;
  /** Why it is not open, where that is known. */
  problem: string | undefined;
}

/** Where a channel was last, as a part of the id of an event. */
export type Positions = ReadonlyMap<string, string>;

interface ConnectionOptions {
  /** Address of the events. */
  address: string;
  onTiding: (tiding: Tiding) => void;
  onState: (state: StreamState) => void;
  /** How long to wait before the first new attempt, in milliseconds; each further one waits twice as long. */
  retryMs?: number;
}

/** How often the server says at least that it is there. */
export const HEARTBEAT_MS = 15_000;
const SILENCE_MS = 40_000;
const RETRY_MS = 1000;
const RETRY_MAX_MS = 30_000;
const NOWHERE = 'none.0';
/** Answers that will not change by asking again: one of the channels is not for this user, or does not exist. */
const FINAL = [400, 403, 404];

function isFinal(problem: ProblemError): boolean {
  return FINAL.includes(problem.status) && problem.code !== 'limit-exceeded';
}

/** One stream of events for several channels, taken up where it was when it breaks or when other channels are wanted. */
export class Connection {
  private readonly options: ConnectionOptions;
  private readonly positions = new Map<string, string>();
  private channels: readonly string[] = [];
  private running: AbortController | undefined;
  private state: StreamState = { isOpen: false, heardAt: 0, problem: undefined };

  constructor(options: ConnectionOptions) {
    this.options = options;
  }

  /** Listens to these channels from now on, and to no others; to none, it is closed. */
  listen(channels: readonly string[], known: Positions = new Map()): void {
    if (channels.length === this.channels.length && channels.every((channel) => this.channels.includes(channel))) return;
    for (const [channel, position] of known) if (!this.positions.has(channel)) this.positions.set(channel, position);
    for (const channel of this.positions.keys()) if (!channels.includes(channel)) this.positions.delete(channel);
    this.channels = channels;
    this.running?.abort();
    this.running = undefined;

    // Not open until the new stream is: who has just come would take the old one, without its channel, for its own.
    this.tell({ isOpen: false, problem: undefined });
    if (channels.length === 0) return;
    this.running = new AbortController();
    void this.run(this.running.signal);
  }

  /** Where each channel is. */
  get reached(): Positions {
    return this.positions;
  }

  private async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted && this.channels.length > 0) {
      const wasOpen = await this.once(signal);
      if (signal.aborted) return;
      failures = wasOpen ? 0 : failures + 1;
      this.tell({ isOpen: false });
      const first = this.options.retryMs ?? RETRY_MS;
      await pause(Math.min(RETRY_MAX_MS, first * 2 ** failures) * (0.5 + Math.random() / 2), signal);
    }
  }

  /** One stream from its beginning to its end; says whether it was open. */
  private async once(signal: AbortSignal): Promise<boolean> {
    const stop = new AbortController();
    const forward = () => stop.abort();
    signal.addEventListener('abort', forward);
    let silence = setTimeout(forward, SILENCE_MS);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(forward, SILENCE_MS);
    };
    const wasOpen = { is: false };
    try {
      const response = await this.ask(this.channels, stop.signal);
      if (!response.ok || !response.body) await this.refused(await refusalOf(response), stop.signal);
      else await this.read(response.body, heard, wasOpen);
    } catch {
      // It broke off, or nothing was heard for too long: it is taken up again.
    } finally {
      clearTimeout(silence);
      signal.removeEventListener('abort', forward);
      stop.abort();
    }
    return wasOpen.is;
  }

  private ask(channels: readonly string[], signal: AbortSignal): Promise<Response> {
    const query = new URLSearchParams(channels.map((channel) => ['channels', channel]));
    const isKnown = channels.some((channel) => this.positions.has(channel));
    const at = channels.map((channel) => this.positions.get(channel) ?? NOWHERE).join('_');
    const headers = { Accept: 'text/event-stream', ...(isKnown ? { 'Last-Event-ID': at } : {}) };
    return fetch(`${this.options.address}?${query.toString()}`, { headers, signal, cache: 'no-store' });
  }

  private async read(stream: ReadableStream<Uint8Array>, heard: () => void, wasOpen: { is: boolean }): Promise<void> {
    const order = [...this.channels];
    const isNew = new Set(order.filter((channel) => !this.positions.has(channel)));
    const parser = new EventParser();
    const decoder = new TextDecoder();
    const reader = stream.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      heard();
      wasOpen.is = true;
      this.tell({ isOpen: true, heardAt: Date.now(), problem: undefined });
      for (const event of parser.push(decoder.decode(piece.value, { stream: true }))) this.take(event, order, isNew);
    }
  }

  private take(event: ServerEvent, order: string[], isNew: Set<string>): void {
    const told = parseLossless(event.data);
    const view = isObject(told) ? told : {};
    const channel = textOf(view['channel']) ?? '';
    if (event.type === 'ended') order.splice(order.indexOf(channel), order.includes(channel) ? 1 : 0);
    const at = event.id.split('_');
    if (at.length === order.length) order.forEach((name, index) => this.positions.set(name, at[index] ?? NOWHERE));
    if (event.type === 'ended') this.end(channel, textOf(view['detail']) ?? '');
    // Of a channel that begins now nothing can be missing.
    if (event.type === 'reset' && !isNew.delete(channel)) this.options.onTiding({ channel, kind: 'reset', items: [], detail: textOf(view['detail']) ?? '' });
    if (event.type !== 'items') return;
    isNew.delete(channel);
    this.options.onTiding({ channel, kind: 'items', items: Array.isArray(view['items']) ? view['items'] : [], detail: '' });
  }

  /** A refusal is of the whole stream: each channel is asked for by itself then, and goes where it is the one. */
  private async refused(problem: ProblemError, signal: AbortSignal): Promise<void> {
    if (!isFinal(problem)) {
      this.tell({ problem: problem.detail || problem.title });
      return;
    }
    for (const channel of [...this.channels]) {
      const response = await this.ask([channel], signal);
      if (response.ok) {
        await response.body?.cancel();
        continue;
      }
      const own = await refusalOf(response);
      if (isFinal(own)) this.end(channel, own.detail || own.title);
    }
  }

  private end(channel: string, detail: string): void {
    this.channels = this.channels.filter((name) => name !== channel);
    this.positions.delete(channel);
    this.options.onTiding({ channel, kind: 'ended', items: [], detail });
  }

  private tell(change: Partial<StreamState>): void {
    this.state = { ...this.state, ...change };
    this.options.onState(this.state);
  }
}

async function refusalOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => undefined);
  return problemOf(response.status, body);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
