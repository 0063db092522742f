// Prints what a browser has to fetch, and fails where it is more than we promised.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const LIMITS_KB = { entry: 230, css: 40, chunk: 60 };
// What is larger by its nature: an editor, and a codec whose format has a dictionary.
const LARGER_KB = { 'src/ui/editor/EditorView.tsx': 240, 'node_modules/hyparquet-compressors/src/brotli.js': 80 };
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8'));
const weights = new Map();

async function weight(file) {
  if (!weights.has(file)) weights.set(file, gzipSync(await readFile(new URL(file, dist)), { level: 9 }).length / 1000);
  return weights.get(file);
}

function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const next of manifest[name].imports ?? []) closure(next, seen);
  return seen;
}

async function sum(files) {
  let total = 0;
  for (const file of files) total += await weight(file);
  return total;
}

const entry = Object.keys(manifest).find((name) => manifest[name].isEntry);
const entryChunks = closure(entry);
const rows = [
  ['entry JS', await sum([...entryChunks].map((name) => manifest[name].file)), LIMITS_KB.entry],
  ['CSS', await sum([...entryChunks].flatMap((name) => manifest[name].css ?? [])), LIMITS_KB.css],
];
for (const [name, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue;
  const own = [...closure(name)].filter((part) => !entryChunks.has(part));
  rows.push([name.replace(/^src\/pages\//, ''), await sum(own.map((part) => manifest[part].file)), LARGER_KB[name] ?? LIMITS_KB.chunk]);
}

let isOver = false;
for (const [what, kilobytes, limit] of rows) {
  isOver ||= kilobytes > limit;
  console.log(`${kilobytes.toFixed(1).padStart(8)} kB gz  of ${String(limit).padStart(3)}  ${what}${kilobytes > limit ? '  TOO MUCH' : ''}`);
}
process.exitCode = isOver ? 1 : 0;
