// Which file of the build a module lands in. Left alone, the bundler makes a file of every handful of modules that two pages share: a first visit then
// fetches eighty files of a few hundred bytes, six at a time.
import { fileURLToPath } from 'node:url';

interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[]; dynamicallyImportedIds: readonly string[] } | null;
}

/** Parts that so many pages and dialogs have in common are fetched with the first of them. */
const SHARERS_MIN = 4;

const entry = fileURLToPath(new URL('../src/main.tsx', import.meta.url));

/** Our modules that come with one, by however many steps, itself included. What they use of libraries follows them; a library's index imports all of it. */
function closure(root: string, graph: Graph): Set<string> {
  const seen = new Set([root]);
  for (const id of seen) graph.getModuleInfo(id)?.importedIds.forEach((next) => next.includes('/node_modules/') || seen.add(next));
  return seen;
}

/** The name of each module's file: `start` for what is needed before anything is shown, `kit` for what many pages share. */
function plan(graph: Graph): Map<string, string> {
  const start = closure(entry, graph);
  const sharers = new Map<string, number>();
  const roots = new Set(start);
  const pending = [...start];
  for (const id of pending) {
    for (const root of graph.getModuleInfo(id)?.dynamicallyImportedIds ?? []) {
      if (roots.has(root)) continue;
      roots.add(root);
      for (const part of closure(root, graph)) {
        pending.push(part);
        sharers.set(part, (sharers.get(part) ?? 0) + 1);
      }
    }
  }

  const names = new Map<string, string>();
  for (const [part, count] of sharers) if (count >= SHARERS_MIN) names.set(part, 'kit');
  for (const part of start) names.set(part, 'start');
  return names;
}

let names: Map<string, string> | undefined;

const groupOf = (name: string, priority: number) => ({
  name: (id: string, graph: Graph) => ((names ??= plan(graph)).get(id) === name ? name : null),
  priority,
});

// A group takes along what its modules import; so the start comes first, and the kit gets what is left.
export const startGroup = groupOf('start', 2);
export const kitGroup = groupOf('kit', 1);
// The icons of all pages are less than the headers of their answers would be.
export const iconGroup = { name: 'kit', test: /[\\/]@tabler[\\/]icons-react[\\/].*[\\/]icons[\\/]/, priority: 0 };
