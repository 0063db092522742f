import { Markdown } from '../../../ui/Markdown';
import { HeadView } from './HeadView';
import { show } from './head';
import { type Cell, type Output, parseNotebook } from './notebook';
import type { Source } from './source';

const NOTEBOOK_MAX_BYTES = 8 * 1024 * 1024;

export async function view(source: Source) {
  const bytes = await source.read(0, NOTEBOOK_MAX_BYTES);
  const notebook = parseNotebook(new TextDecoder().decode(bytes));
  return notebook ? <Notebook {...notebook} /> : <HeadView head={show(source.name, bytes.subarray(0, 64 * 1024), bytes.length >= source.lengthBytes)} />;
}

/** The cells of a notebook with their outputs, as they were saved. Nothing of it runs. */
function Notebook({ cells, isWhole }: { cells: Cell[]; isWhole: boolean }) {
  return (
    <div className="notebook">
      {cells.map((cell, at) => (
        <div key={at} className="cell">
          {cell.kind === 'markdown' ? <Markdown text={cell.text} /> : <pre className="preview" tabIndex={0} aria-label={`Cell ${at + 1}`}>{cell.text}</pre>}
          {cell.outputs.map((output, number) => <OutputView key={number} output={output} label={`Output of cell ${at + 1}`} />)}
        </div>
      ))}
      {!isWhole && <p className="muted">Only the first cells are shown.</p>}
    </div>
  );
}

function OutputView({ output, label }: { output: Output; label: string }) {
  if (output.kind === 'picture') return <img className="preview-image" src={output.url} alt={label} />;
  return <pre className="output" data-error={output.kind === 'error' || undefined} tabIndex={0} aria-label={label}>{output.text}</pre>;
}
