import { api, body } from '../api/client';
import { asProblem } from '../api/problem';
import type { Query } from '../pages/queries/query';

const LIMIT = 1000;

async function orAbsent<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (failure) {
    if (asProblem(failure).status === 404) return null;
    throw failure;
  }
}

/** Whether there is such a project and the user owns it. It is looked for in the list: one that is not there yet is no error. */
export async function ownsProject(project: string): Promise<boolean> {
  const page = await body(api.GET('/api/v1/projects', { params: { query: { limit: LIMIT } } }));
  const listed = page.items.find((one) => one.name === project);
  const found = listed ?? (page.nextCursor === null ? null : await orAbsent(body(api.GET('/api/v1/projects/{project}', { params: { path: { project } } }))));
  return found?.role === 'DATA_OWNER';
}

/** Makes a project of a tour: it costs nothing and ends by itself. */
export async function makeProject(tour: string, name: string, description: string): Promise<void> {
  await body(api.POST('/api/v1/projects', { body: { name, description, tour } }));
}

export async function hasSchema(project: string, subject: string): Promise<boolean> {
  const page = await body(api.GET('/api/v1/projects/{project}/schemas', { params: { path: { project }, query: { limit: LIMIT } } }));
  return page.items.some((one) => one.name === subject);
}

export async function hasTopic(project: string, topic: string): Promise<boolean> {
  const page = await body(api.GET('/api/v1/projects/{project}/topics', { params: { path: { project }, query: { limit: LIMIT } } }));
  return page.items.some((one) => one.name === topic);
}

/** How many records were written to a topic, over all partitions. */
export async function writtenTo(project: string, topic: string): Promise<number> {
  const page = await orAbsent(body(api.GET('/api/v1/projects/{project}/topics/{topic}/partitions', { params: { path: { project, topic } } })));
  return (page?.items ?? []).reduce((sum, one) => sum + Number(one.endOffset), 0);
}

/** A record as the form sends it. */
export interface DemoRecord {
  key: string;
  value: Readonly<Record<string, string | number>>;
}

/** Records of one request: what the server takes. */
const RECORDS_MAX = 100;

export async function produce(project: string, topic: string, records: readonly DemoRecord[]): Promise<void> {
  for (let from = 0; from < records.length; from += RECORDS_MAX) {
    const part = { records: records.slice(from, from + RECORDS_MAX) };
    await body(api.POST('/api/v1/projects/{project}/topics/{topic}/messages', { params: { path: { project, topic } }, body: part }));
  }
}

/** Makes a dataset, if it is not there from an attempt before. */
export async function ensureDataset(project: string, name: string): Promise<void> {
  const page = await body(api.GET('/api/v1/projects/{project}/datasets', { params: { path: { project }, query: { limit: LIMIT } } }));
  if (page.items.some((one) => one.name === name)) return;
  await body(api.POST('/api/v1/projects/{project}/datasets', { params: { path: { project } }, body: { name } }));
}

export async function findQuery(project: string, query: string): Promise<Query | undefined> {
  const page = await body(api.GET('/api/v1/projects/{project}/queries', { params: { path: { project }, query: { limit: LIMIT } } }));
  return page.items.find((one) => one.name === query);
}

/** The rows of an answer, as the SQL page would have them. */
export async function ask(project: string, statement: string): Promise<unknown[]> {
  const answer = await body(api.POST('/api/v1/projects/{project}/sql', { params: { path: { project } }, body: { statement, rowsMax: 100 } }));
  return Array.isArray(answer.rows) ? answer.rows : [];
}

/** What the compute of a project was spent on: names of queries, `sql`, `plan`. */
export async function spentOn(project: string) {
  const totals = await body(api.GET('/api/v1/projects/{project}/ledger/totals', { params: { path: { project }, query: { by: 'query' } } }));
  return totals.items;
}

/** Whether a statement, or a plan, was run in the project. */
export async function hasRun(project: string, what: 'sql' | 'plan'): Promise<boolean> {
  return (await spentOn(project)).some((sum) => sum.name === what && Number(sum.runners) > 0);
}

/** The newest share of a topic with another project that still stands. */
export async function findShare(project: string, topic: string, borrower: string) {
  const page = await body(api.GET('/api/v1/projects/{project}/shares', { params: { path: { project }, query: { limit: LIMIT } } }));
  return page.items.find((one) => one.kind === 'TOPIC' && one.name === topic && one.borrower === borrower && (one.state === 'OFFERED' || one.state === 'ACCEPTED'));
}
