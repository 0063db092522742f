// The pages that people arrive at: their files are fetched together with the start instead of after it.
import type { Plugin, Rolldown } from 'vite';

/** By what follows `/p/NAME`, or by nothing at all for home. */
const LANDINGS: Record<string, string> = {
  '/': 'home/HomePage',
  '/p': 'overview/OverviewPage',
  '/p/data': 'data/DatasetsPage',
  '/p/topics': 'topics/TopicsPage',
  '/p/queries': 'queries/QueriesPage',
  '/p/sql': 'sql/SqlPage',
  '/p/members': 'members/MembersPage',
};

/** Where index.html has the table of files by page. */
const PLACE = 'hopsLandings = {}';

export function landings(): Plugin {
  return {
    name: 'landings',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (!bundle) return html;
        if (!html.includes(PLACE)) throw new Error(`index.html has no '${PLACE}'.`);
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
        const start = filesOf(chunks, (chunk) => chunk.isEntry);
        const table = Object.entries(LANDINGS).map(([address, page]) => {
          const files = filesOf(chunks, (chunk) => chunk.facadeModuleId?.endsWith(`/src/pages/${page}.tsx`) === true);
          return [address, [...files].filter((file) => !start.has(file)).map((file) => `/${file}`)];
        });
        return html.replace(PLACE, `hopsLandings = ${JSON.stringify(Object.fromEntries(table))}`);
      },
    },
  };
}

/** The file of a chunk and of all that comes with it, scripts and styles. */
function filesOf(chunks: readonly Rolldown.OutputChunk[], is: (chunk: Rolldown.OutputChunk) => boolean): Set<string> {
  const first = chunks.find(is);
  if (!first) throw new Error('A page that people arrive at is no file of its own: see scripts/landings.ts.');
  const files = new Set([first.fileName]);
  for (const file of files) {
    const chunk = chunks.find(({ fileName }) => fileName === file);
    chunk?.imports.forEach((next) => files.add(next));
    chunk?.viteMetadata?.importedCss.forEach((next) => files.add(next));
  }
  return files;
}
