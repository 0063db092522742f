import type { ReactNode } from 'react';
import { HeadView } from './HeadView';
import { readHead, show, textOf } from './head';
import type { Source } from './source';

/** How a kind of file is shown. */
interface Format {
  /** By its name, or by its first bytes. */
  fits: (name: string, head: Uint8Array) => boolean;
  view: (source: Source, head: Uint8Array<ArrayBuffer>) => Promise<ReactNode>;
}

function begins(...starts: readonly number[][]): Format['fits'] {
  return (_, head) => starts.some((start) => start.every((byte, at) => head[at] === byte));
}

function ends(ending: RegExp): Format['fits'] {
  return (name, head) => ending.test(name) && textOf(head, false) !== undefined;
}

const PARQUET = [0x50, 0x41, 0x52, 0x31];
const AVRO = [0x4f, 0x62, 0x6a, 0x01];
const PNG = [0x89, 0x50, 0x4e, 0x47];
const JPEG = [0xff, 0xd8, 0xff];
const GIF = [0x47, 0x49, 0x46, 0x38];

/** Formats that are more than their text or bytes. SVG and HTML are not among them: they are programs, and are shown as the text that they are. */
const FORMATS: readonly Format[] = [
  { fits: begins(PARQUET), view: async (source) => (await import('./parquet')).view(source) },
  { fits: begins(AVRO), view: async (source, head) => (await import('./avroView')).view(source, head) },
  { fits: begins(PNG, JPEG, GIF), view: async (source) => (await import('./ImageView')).view(source) },
  { fits: ends(/\.(md|markdown)$/i), view: async (source, head) => (await import('./MarkdownView')).view(source, head) },
  { fits: ends(/\.ipynb$/i), view: async (source) => (await import('./NotebookView')).view(source) },
];

/** What there is to see of a file. */
export async function previewOf(source: Source): Promise<ReactNode> {
  const head = await readHead(source);
  const format = FORMATS.find(({ fits }) => fits(source.name, head));
  return format ? format.view(source, head) : <HeadView head={show(source.name, head, head.length >= source.lengthBytes)} />;
}
