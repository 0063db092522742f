import { MantineProvider } from '@mantine/core';
import assert from 'node:assert/strict';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { test } from 'vitest';
import { readAvro } from './avroFile';
import { parseNotebook } from './notebook';
import { view as parquetView } from './parquet';
import type { Source } from './source';

function markup(node: ReactNode): string {
  return renderToStaticMarkup(<MantineProvider>{node}</MantineProvider>);
}

test('of the outputs of a notebook text and PNG are kept, and of HTML its plain text', () => {
  const output = (data: object) => ({ output_type: 'display_data', data });
  const notebook = parseNotebook(JSON.stringify({ nbformat: 4, cells: [
    { cell_type: 'code', source: ['1 +', ' 1'], outputs: [
      output({ 'text/html': '<script>alert(1)</script>', 'text/plain': ['two'] }), output({ 'text/html': '<b>x</b>' }), output({ 'image/png': 'iVBORw0K\nGgo=' }),
      output({ 'image/png': '"><script>', 'text/plain': 'odd' }), output({ 'image/svg+xml': '<svg onload=alert(1)>' }), { output_type: 'error', traceback: ['\u001b[31mNo\u001b[0m'] },
    ] },
    { cell_type: 'odd' }, 'no cell',
  ] }));
  assert.deepEqual(notebook?.cells, [{ kind: 'code', text: '1 + 1', outputs: [
    { kind: 'text', text: 'two' }, { kind: 'text', text: '(an output that is not shown here)' }, { kind: 'picture', url: 'data:image/png;base64,iVBORw0KGgo=' },
    { kind: 'text', text: 'odd' }, { kind: 'text', text: '(an output that is not shown here)' }, { kind: 'error', text: 'No' },
  ] }]);
  assert.equal(parseNotebook('{"cells":1}'), undefined);
  assert.equal(parseNotebook('no JSON'), undefined);
});

const PARQUET = 'UEFSMRUGFTAVJlwVBhUAFQYVABUAFQAAABgEAQAJAQkIJCAAAwAAAAAAAAAVBhVYFVxcFQYVAhUGFQAVBBUAAAADBSqkCQAAAFp1Z3NwaXR6ZRkAAAA8c2NyaXB0PmFsZXJ0KDEpPC9zY3JpcHQ+FQYVJBUmXBUGFQIVBhUAFQQVAAAAAwUQAAABASgZp0AAAAAAAIiOQBUEGUxIBHJvb3QVBgAVBCUAGAJpZAAVDCUCGARuYW1lJQAAFQolAhgGaGVpZ2h0ABYGGRwZPCYIHBUEGRUAGRgCaWQVAhYGFloWUCYIPDYAKAgBAAAAAAAgABgIAQAAAAAAAAAAGRwVBhUAFQIAAAAmWBwVDBkVABkYBG5hbWUVAhYGFoIBFoYBJlg8NgIoCVp1Z3NwaXR6ZRgQPHNjcmlwdD5hbGVydCgxKSIAGRwVBhUAFQIAAAAm3gEcFQoZFQAZGAZoZWlnaHQVAhYGFk4WUCbeATw2AigIAAAAAAAZp0AYCAAAAAAAiI5ANgAAGRwVBhUAFQIAAAAWqgIWBjamAgAoCWh5cGFycXVldBk8HAAAHAAAHAAAABoBAABQQVIx';

test('a Parquet file is its columns with their statistics and its rows with all their digits', async () => {
  const bytes = Uint8Array.from(atob(PARQUET), (letter) => letter.charCodeAt(0));
  const source: Source = { name: 'a.parquet', lengthBytes: bytes.length, read: (from, to) => Promise.resolve(bytes.slice(from, to)) };
  const html = markup(await parquetView(source));
  assert.match(html, /9007199254740993<\/td>.*9007199254740993/s);
  assert.match(html, />STRING, nullable<|>UTF8, nullable</);
  assert.match(html, /Zugspitze/);
  assert.match(html, /2956\.5/);
  assert.doesNotMatch(html, /<script/);
});

/** A block of LZ4 that is one run of literals, which any reader of it takes: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md */
function lz4Literals(input: Uint8Array): Uint8Array {
  const more = input.length - 15;
  const lengths = more < 0 ? [] : [...new Array<number>(Math.floor(more / 255)).fill(255), more % 255];
  return Uint8Array.from([Math.min(input.length, 15) << 4, ...lengths, ...input]);
}

test.each([['GZIP', gzipSync], ['BROTLI', brotliCompressSync], ['LZ4_RAW', lz4Literals]] as const)('the rows of a Parquet file in %s are read', async (codec, compress) => {
  const names = Array.from({ length: 100 }, (_, index) => `station ${index}`);
  const written = parquetWriteBuffer({ columnData: [{ name: 'name', data: names, type: 'STRING' }], codec, compressors: { [codec]: (input: Uint8Array) => new Uint8Array(compress(input)) } });
  const bytes = new Uint8Array(written);
  const html = markup(await parquetView({ name: 'a.parquet', lengthBytes: bytes.length, read: (from, to) => Promise.resolve(bytes.slice(from, to)) }));
  assert.match(html, /station 99<\/td>/);
  assert.match(html, new RegExp(`>${codec}<`));
});

const text = (value: string) => [value.length * 2, ...new TextEncoder().encode(value)];

function avro(schema: unknown, count: number, values: number[]): Uint8Array<ArrayBuffer> {
  const json = JSON.stringify(schema);
  const length = json.length * 2;
  const header = [0x4f, 0x62, 0x6a, 1, 2, ...text('avro.schema'), (length & 0x7f) | 0x80, length >> 7, ...new TextEncoder().encode(json), 0];
  return new Uint8Array([...header, ...new Array<number>(16).fill(7), count * 2, values.length * 2, ...values, ...new Array<number>(16).fill(7)]);
}

const STATION = { type: 'record', name: 'Station', fields: [
  { name: 'id', type: 'long' }, { name: 'name', type: ['null', 'string'] }, { name: 'tags', type: { type: 'array', items: 'string' } }, { name: 'ok', type: 'boolean' },
] };

test('the rows of the first block of an Avro file are read by its schema', async () => {
  const file = await readAvro(avro(STATION, 2, [2, 2, ...text('peak'), 4, ...text('a'), ...text('b'), 0, 1, 3, 0, 0, 0]), {});
  assert.deepEqual(file.rows, [{ id: 1n, name: 'peak', tags: ['a', 'b'], ok: true }, { id: -2n, name: null, tags: [], ok: false }]);
  assert.deepEqual([file.codec, file.blockCount], ['null', 2]);
});

test('an Avro file that ends early, says too much or has no end of items is refused and does not hang', async () => {
  const whole = avro(STATION, 1, [2, 0, 0, 1]);
  for (let length = 4; length < whole.length - 16; length += 1) await assert.rejects(readAvro(whole.subarray(0, length), {}));
  const endless = [2, 0, 0xfe, 0xff, 0xff, 0xff, 0x0f];
  await assert.rejects(readAvro(avro(STATION, 1, endless), {}), /more than 10000 items/);
  await assert.rejects(readAvro(avro({ type: 'record', name: 'R', fields: [{ name: 'r', type: 'R' }] }, 1, [0]), {}), /nested too deep/);
});
