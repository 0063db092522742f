import { decompress } from 'fzstd';
import { snappyUncompress } from 'hyparquet';
import { fieldsOf } from '../../../avro/avro';
import { FieldTable } from '../../../avro/FieldTable';
import { Facts } from '../../../ui/Facts';
import { count } from '../../../ui/format';
import { isObject } from '../../../ui/json';
import { type AvroFile, type Codecs, readAvro } from './avroFile';
import { cellText } from './cells';
import { Grid } from './HeadView';
import type { Source } from './source';

const HEAD_MAX_BYTES = 4 * 1024 * 1024;
const OPENED_MAX_BYTES = 16 * 1024 * 1024;
const CRC_BYTES = 4;

const CODECS: Codecs = {
  deflate: (block) => inflate(block),
  zstandard: (block) => Promise.resolve(decompress(block)),
  snappy: (block) => Promise.resolve(unsnap(block.subarray(0, -CRC_BYTES))),
};

/** An Avro file: its schema, and the rows of its first block. */
export async function view(source: Source, head: Uint8Array) {
  const bytes = head.length >= source.lengthBytes ? head : await source.read(0, HEAD_MAX_BYTES);
  return <AvroView file={await readAvro(bytes, CODECS)} />;
}

function AvroView({ file: { schema, codec, rows, blockCount } }: { file: AvroFile }) {
  const fields = fieldsOf(schema);
  const names = fields.map((field) => field.name);
  const lines = rows.map((row) => (isObject(row) ? names.map((name) => cellText(row[name])) : [cellText(row)]));
  const nulls = names.map((name) => count(rows.filter((row) => isObject(row) && row[name] === null).length));
  return (
    <>
      <Facts facts={[['Codec', codec], ['Rows of the first block', count(blockCount)]]} />
      <h3 className="part">Schema</h3>
      <FieldTable fields={fields} />
      <h3 className="part">Rows</h3>
      <Grid label="Rows" rows={[names.length > 0 ? names : ['value'], ...lines]} />
      {names.length > 0 && <><h3 className="part">Nulls in these rows</h3><Grid label="Nulls" rows={[names, nulls]} /></>}
    </>
  );
}

/** Raw deflate, no more than a preview can hold. */
async function inflate(block: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let lengthBytes = 0;
  const reader = new Blob([block]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    lengthBytes += value.length;
    if (lengthBytes > OPENED_MAX_BYTES) throw new RangeError('The first block is too large to be shown.');
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

/** A block of Snappy says its length first, as an unsigned variable-length integer. */
function unsnap(block: Uint8Array): Uint8Array {
  let lengthBytes = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = block[at] ?? 0;
    lengthBytes += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) break;
  }
  if (lengthBytes > OPENED_MAX_BYTES) throw new RangeError('The first block is too large to be shown.');
  const opened = new Uint8Array(lengthBytes);
  snappyUncompress(block, opened);
  return opened;
}
