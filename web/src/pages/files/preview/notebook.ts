import { isObject, textOf } from '../../../ui/json';

const CELLS_MAX = 200;
const OUTPUTS_MAX = 20;
const TEXT_MAX = 20_000;
const PICTURE_MAX = 2_000_000;
const BASE64 = /^[A-Za-z0-9+/=\s]+$/;
// Colours of a terminal, which a traceback has.
const COLOURS = /\u001b\[[0-9;]*m/g;

/** What a cell has given out. */
export type Output = { kind: 'text' | 'error'; text: string } | { kind: 'picture'; url: string };

export interface Cell {
  kind: 'markdown' | 'code' | 'raw';
  text: string;
  outputs: Output[];
}

/** Reads a notebook (nbformat 4): of its outputs those that are plain text or PNG. Undefined for what is none. */
export function parseNotebook(text: string): { cells: Cell[]; isWhole: boolean } | undefined {
  let notebook: unknown;
  try {
    notebook = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(notebook) || !Array.isArray(notebook['cells'])) return undefined;
  return { cells: notebook['cells'].slice(0, CELLS_MAX).flatMap(cellOf), isWhole: notebook['cells'].length <= CELLS_MAX };
}

function cellOf(cell: unknown): Cell[] {
  if (!isObject(cell)) return [];
  const kind = cell['cell_type'];
  if (kind !== 'markdown' && kind !== 'code' && kind !== 'raw') return [];
  const outputs = Array.isArray(cell['outputs']) ? cell['outputs'].slice(0, OUTPUTS_MAX).flatMap(outputOf) : [];
  return [{ kind, text: linesOf(cell['source']), outputs }];
}

function outputOf(output: unknown): Output[] {
  if (!isObject(output)) return [];
  if (output['output_type'] === 'stream') return [{ kind: 'text', text: linesOf(output['text']) }];
  if (output['output_type'] === 'error') return [{ kind: 'error', text: linesOf(output['traceback'], '\n').replace(COLOURS, '') }];
  const data = output['data'];
  if (!isObject(data)) return [];
  const picture = data['image/png'];
  if (typeof picture === 'string' && picture.length <= PICTURE_MAX && BASE64.test(picture)) return [{ kind: 'picture', url: `data:image/png;base64,${picture.replace(/\s/g, '')}` }];
  return 'text/plain' in data ? [{ kind: 'text', text: linesOf(data['text/plain']) }] : [{ kind: 'text', text: '(an output that is not shown here)' }];
}

/** A text that is one, or its lines. */
function linesOf(value: unknown, between = ''): string {
  const lines = Array.isArray(value) ? value.map((line) => textOf(line) ?? '').join(between) : (textOf(value) ?? '');
  return lines.length > TEXT_MAX ? `${lines.slice(0, TEXT_MAX)}\n(...)` : lines;
}
