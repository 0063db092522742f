import { decompress } from 'fzstd';
import { type FileMetaData, parquetMetadataAsync, parquetReadObjects, parquetSchema, type SchemaTree } from 'hyparquet';
import { bytes, count } from '../../../ui/format';
import { Facts } from '../../../ui/Facts';
import { cellText } from './cells';
import { rareCodecs } from './codecs';
import { Grid } from './HeadView';
import type { Source } from './source';

const ROWS_MAX = 100;
const COLUMNS_MAX = 60;
const FOOTER_BYTES = 64 * 1024;

/** A Parquet file: what its footer says of it, and its first rows. */
export async function view(source: Source) {
  const file = { byteLength: source.lengthBytes, slice: async (from: number, to?: number) => (await source.read(from, to ?? source.lengthBytes)).buffer };
  const metadata = await parquetMetadataAsync(file, { initialFetchSize: FOOTER_BYTES });
  const columns = parquetSchema(metadata).children.slice(0, COLUMNS_MAX);
  const names = columns.map((column) => column.element.name);
  const codecs = new Set(metadata.row_groups.flatMap((group) => group.columns.flatMap((chunk) => chunk.meta_data?.codec ?? [])));
  const rare = await rareCodecs(codecs);
  const rows = await parquetReadObjects({
    file, metadata, columns: names, rowStart: 0, rowEnd: Math.min(ROWS_MAX, Number(metadata.num_rows)), useOffsetIndex: true,
    compressors: { ...rare, ZSTD: (input, lengthBytes) => decompress(input, new Uint8Array(lengthBytes)) },
  }).then((read) => [names, ...read.map((row) => names.map((name) => cellText(row[name])))], (failure: unknown) => failure as Error);
  return <ParquetView metadata={metadata} columns={columns} rows={rows} />;
}

function ParquetView({ metadata, columns, rows }: { metadata: FileMetaData; columns: SchemaTree[]; rows: string[][] | Error }) {
  return (
    <>
      <Facts facts={[['Rows', count(String(metadata.num_rows))], ['Row groups', count(metadata.row_groups.length)], ['Written by', metadata.created_by ?? 'not said']]} />
      <h3 className="part">Columns</h3>
      <Grid label="Columns" rows={[['Column', 'Type', 'Nulls', 'Least', 'Greatest', 'Stored', 'Codec'], ...columns.map((column) => statisticsOf(metadata, column))]} />
      <h3 className="part">Rows</h3>
      {rows instanceof Error ? <p className="muted">The rows cannot be shown here: {rows.message}</p> : <Grid label="Rows" rows={rows} />}
    </>
  );
}

/** A line about a column, summed over its row groups. */
function statisticsOf({ row_groups }: FileMetaData, { element, path, children }: SchemaTree): string[] {
  const chunks = row_groups.flatMap((group) => group.columns.filter((chunk) => chunk.meta_data?.path_in_schema[0] === path[0]).flatMap((chunk) => chunk.meta_data ?? []));
  const flat = children.length === 0 ? chunks.map((chunk) => chunk.statistics) : [];
  const nulls = flat.length > 0 && flat.every((one) => one?.null_count !== undefined) ? flat.reduce((sum, one) => sum + BigInt(one?.null_count ?? 0), 0n) : undefined;
  const least = flat.map((one) => one?.min_value ?? one?.min).filter((value) => value !== undefined);
  const greatest = flat.map((one) => one?.max_value ?? one?.max).filter((value) => value !== undefined);
  const stored = chunks.reduce((sum, chunk) => sum + chunk.total_compressed_size, 0n);
  return [
    element.name,
    typeOf(element, children.length),
    nulls === undefined ? '' : count(String(nulls)),
    cellText(least.length === chunks.length ? least.reduce<unknown>((a, b) => (a === undefined || (b as number) < (a as number) ? b : a), undefined) : ''),
    cellText(greatest.length === chunks.length ? greatest.reduce<unknown>((a, b) => (a === undefined || (b as number) > (a as number) ? b : a), undefined) : ''),
    bytes(String(stored)),
    [...new Set(chunks.map((chunk) => chunk.codec))].join(', '),
  ];
}

function typeOf({ type, logical_type, converted_type, repetition_type }: SchemaTree['element'], childCount: number): string {
  const name = logical_type?.type ?? converted_type ?? type ?? (childCount > 0 ? 'STRUCT' : '?');
  return repetition_type === 'OPTIONAL' ? `${name}, nullable` : name;
}
