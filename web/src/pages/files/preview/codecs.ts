import type { Compressors } from 'hyparquet';

/**
 * Codecs of Parquet that few files have: the code of each is loaded with the first file that has it. From their own modules, for the one that names all
 * of them has Snappy as WebAssembly, which these pages may not run.
 */
const RARE: { readonly [codec: string]: () => Promise<Compressors> } = {
  GZIP: async () => {
    const { gunzip } = await import('hyparquet-compressors/src/gzip.js');
    return { GZIP: (input, lengthBytes) => gunzip(input, new Uint8Array(lengthBytes)) };
  },
  BROTLI: async () => ({ BROTLI: (await import('hyparquet-compressors/src/brotli.js')).decompressBrotli }),
  LZ4: async () => ({ LZ4: (await import('hyparquet-compressors/src/lz4.js')).decompressLz4 }),
  LZ4_RAW: async () => ({ LZ4_RAW: (await import('hyparquet-compressors/src/lz4.js')).decompressLz4Raw }),
};

/** What opens the codecs of a file; those that every reader knows are not among them. */
export async function rareCodecs(codecs: ReadonlySet<string>): Promise<Compressors> {
  const opened = await Promise.all([...codecs].map((codec) => RARE[codec]?.()));
  return Object.assign({}, ...opened) as Compressors;
}
