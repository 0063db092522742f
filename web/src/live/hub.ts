import { Connection, type StreamState, type Tiding } from './connection';

type Listener = (tiding: Tiding) => void;

/** What the tabs of a browser say to each other. */
type Word =
  | { kind: 'want'; tab: string; channels: readonly string[] }
  | { kind: 'who' }
  | { kind: 'tiding'; tiding: Tiding; position: string | undefined }
  | { kind: 'state'; state: StreamState };

const ADDRESS = '/api/v1/events';
const CHANNELS_MAX = 20;
const KEEP_MS = 20_000;
/** A tab in the background says only once a minute that it is there. */
const PEER_MS = 150_000;
/** Channels of which it is known where they were, for when this tab takes the stream over; beyond it they begin anew. */
const POSITIONS_MAX = 200;
const CLOSED: StreamState = { isOpen: false, heardAt: 0, problem: undefined };

/**
 * The streams of one user in one tab. The tabs of a browser share one stream: a connection for each would take all that a browser has for one
 * server (six over HTTP/1.1). Who holds the lock has the stream and passes on what it tells; when its tab is closed, the next goes on where it was.
 * Without locks (a page that is not secure) each tab has a stream of its own.
 */
export class EventHub {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly watchers = new Set<() => void>();
  private readonly peers = new Map<string, { channels: readonly string[]; seenAt: number }>();
  private readonly positions = new Map<string, string>();
  private readonly user: string;
  private readonly tab = Math.random().toString(36).slice(2);
  private readonly connection: Connection;
  private words: BroadcastChannel | undefined;
  private readonly leaving = new AbortController();
  private release: (() => void) | undefined;
  private isBegun = false;
  private isLeader = false;
  private state = CLOSED;

  constructor(user: string) {
    this.user = user;
    this.connection = new Connection({
      address: ADDRESS,
      onTiding: (tiding) => this.passOn(tiding),
      onState: (state) => {
        this.setState(state);
        this.say({ kind: 'state', state });
      },
    });
  }

  /** Listens to a channel; call what it gives to end that. */
  subscribe(channel: string, listener: Listener): () => void {
    this.begin();
    const all = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, all.add(listener));
    this.want();
    return () => {
      all.delete(listener);
      if (all.size === 0 && this.listeners.get(channel) === all) this.listeners.delete(channel);
      this.want();
    };
  }

  /** How the stream is, for React. */
  readonly getState = (): StreamState => this.state;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Ends all of it. */
  close(): void {
    this.say({ kind: 'want', tab: this.tab, channels: [] });
    this.leaving.abort();
    this.connection.listen([]);
    this.release?.();
    this.words?.close();
  }

  private begin(): void {
    if (this.isBegun) return;
    this.isBegun = true;
    // TypeScript has locks always; a page over plain HTTP has none.
    const locks = navigator.locks as LockManager | undefined;
    if (locks === undefined || typeof BroadcastChannel === 'undefined') {
      this.isLeader = true;
      return;
    }
    const name = `hops.events.${this.user}`;
    this.words = new BroadcastChannel(name);
    this.words.onmessage = (event: MessageEvent<Word>) => this.hear(event.data);
    void locks.request(name, { signal: this.leaving.signal }, () => this.lead()).catch(() => undefined);
    const timer = setInterval(() => this.keep(), KEEP_MS);
    this.leaving.signal.addEventListener('abort', () => clearInterval(timer));
    window.addEventListener('pagehide', () => this.say({ kind: 'want', tab: this.tab, channels: [] }), { signal: this.leaving.signal });
  }

  private lead(): Promise<void> {
    this.isLeader = true;
    this.say({ kind: 'who' });
    this.want();
    return new Promise((resolve) => {
      this.release = resolve;
    });
  }

  private want(): void {
    if (!this.isLeader) {
      this.say({ kind: 'want', tab: this.tab, channels: [...this.listeners.keys()] });
      return;
    }
    const wanted = [...this.listeners.keys(), ...[...this.peers.values()].flatMap((peer) => peer.channels)];
    this.connection.listen([...new Set(wanted)].slice(0, CHANNELS_MAX), this.positions);
  }

  private keep(): void {
    const oldest = Date.now() - PEER_MS;
    for (const [tab, peer] of this.peers) if (peer.seenAt < oldest) this.peers.delete(tab);
    this.want();
  }

  private hear(word: Word): void {
    switch (word.kind) {
      case 'who':
        this.want();
        break;
      case 'want':
        if (!this.isLeader) break;
        if (word.channels.length === 0) this.peers.delete(word.tab);
        else this.peers.set(word.tab, { channels: word.channels, seenAt: Date.now() });
        this.want();
        this.say({ kind: 'state', state: this.state });
        break;
      case 'tiding':
        if (this.positions.size >= POSITIONS_MAX) this.positions.clear();
        if (word.position !== undefined) this.positions.set(word.tiding.channel, word.position);
        this.deliver(word.tiding);
        break;
      case 'state':
        this.setState(word.state);
        break;
    }
  }

  private passOn(tiding: Tiding): void {
    this.say({ kind: 'tiding', tiding, position: this.connection.reached.get(tiding.channel) });
    this.deliver(tiding);
  }

  private deliver(tiding: Tiding): void {
    for (const listener of this.listeners.get(tiding.channel) ?? []) listener(tiding);
  }

  private setState(state: StreamState): void {
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }

  private say(word: Word): void {
    if (!this.leaving.signal.aborted) this.words?.postMessage(word);
  }
}

let current: { user: string; hub: EventHub } | undefined;

/** The hub of who is signed in; that of somebody before is closed. */
export function hubOf(user: string): EventHub {
  if (current?.user === user) return current.hub;
  current?.hub.close();
  current = { user, hub: new EventHub(user) };
  return current.hub;
}
