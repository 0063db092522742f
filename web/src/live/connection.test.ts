import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, test } from 'vitest';
import { Connection, type Tiding } from './connection';

let server: Server | undefined;
let connection: Connection | undefined;

afterEach(() => {
  connection?.listen([]);
  server?.closeAllConnections();
  server?.close();
});

function channelsOf(request: IncomingMessage): string[] {
  return new URL(request.url ?? '', 'http://localhost').searchParams.getAll('channels');
}

function event(type: string, id: string, channel = '', items: unknown[] = []): string {
  return `event: ${type}\ndata: ${JSON.stringify({ channel, items, detail: null })}\nid: ${id}\n\n`;
}

/** Listens to a server, which `answer` is, until the last of so many tidings has come. */
async function listen(
  channels: string[], count: number, answer: (request: IncomingMessage, response: ServerResponse) => void, then: (tiding: Tiding) => void = () => undefined,
): Promise<Tiding[]> {
  const tidings: Tiding[] = [];
  const all = new Promise<void>((resolve) => {
    server = createServer(answer);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server?.address() as AddressInfo;
      connection = new Connection({
        address: `http://127.0.0.1:${port}/`, retryMs: 1, onState: () => undefined,
        onTiding: (tiding) => {
          tidings.push(tiding);
          then(tiding);
          if (tidings.length === count) resolve();
        },
      });
      connection.listen(channels);
    });
  });
  await all;
  return tidings;
}

test('a stream that breaks is taken up where it was', async () => {
  const from: unknown[] = [];
  const tidings = await listen(['a'], 2, (request, response) => {
    from.push(request.headers['last-event-id']);
    const first = from.length === 1;
    response.write(event('open', 'e.0'));
    response.write(event('items', first ? 'e.1' : 'e.2', 'a', [{ n: first ? 1 : 2 }]));
    if (first) response.end();
  });
  assert.deepEqual(tidings.flatMap((tiding) => tiding.items), [{ n: 1 }, { n: 2 }]);
  assert.deepEqual(from, [undefined, 'e.1']);
});

test('a channel that comes to others begins without a gap, and theirs goes on where it was', async () => {
  const from: unknown[] = [];
  const tidings = await listen(['a'], 2, (request, response) => {
    from.push(request.headers['last-event-id']);
    if (channelsOf(request).length === 1) {
      response.write(event('items', 'e.1', 'a', [1]));
      return;
    }
    response.write(event('open', 'e.1_f.0') + event('reset', 'e.1_f.0', 'b') + event('items', 'e.1_f.1', 'b', ['12345678901234567890']));
  }, () => connection?.listen(['a', 'b']));
  assert.deepEqual(tidings.map(({ channel, kind }) => [channel, kind]), [['a', 'items'], ['b', 'items']]);
  assert.equal(from[1], 'e.1_none.0');
});

test('a channel that is refused ends with the reason, and the others are heard', async () => {
  const tidings = await listen(['bad', 'good'], 2, (request, response) => {
    if (channelsOf(request).includes('bad')) {
      response.writeHead(404, { 'Content-Type': 'application/problem+json' }).end('{"type":"/problems/not-found","title":"Not found","detail":"There is no such topic."}');
      return;
    }
    response.write(event('open', 'g.0') + event('items', 'g.1', 'good', [1]));
  });
  assert.deepEqual(tidings.map(({ channel, kind, detail }) => [channel, kind, detail]), [['bad', 'ended', 'There is no such topic.'], ['good', 'items', '']]);
});

test('a stream is not open while another channel is added to it', async () => {
  const states: boolean[] = [];
  await new Promise<void>((resolve) => {
    server = createServer((_, response) => void response.write(event('open', 'e.0')));
    server.listen(0, '127.0.0.1', () => {
      connection = new Connection({
        address: `http://127.0.0.1:${(server?.address() as AddressInfo).port}/`, retryMs: 1, onTiding: () => undefined,
        onState: ({ isOpen }) => {
          states.push(isOpen);
          if (isOpen) resolve();
        },
      });
      connection.listen(['a']);
    });
  });
  connection?.listen(['a', 'b']);
  assert.equal(states.at(-1), false);
});
