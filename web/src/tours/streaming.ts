import { api, body } from '../api/client';
import { createQuery, isActive, type Query, startQuery } from '../pages/queries/query';
import { planOf } from '../pages/queries/plan';
import { plural } from '../ui/format';
import { ask, type DemoRecord, ensureDataset, findQuery, hasRun, hasTopic, makeProject, ownsProject, produce, writtenTo } from './server';
import type { Chapter, Demo, Place, Step, Tour } from './tour';

const TOPIC = 'clicks';
const OUTPUT = 'clicks_per_minute';
const QUERY = 'clicks_by_minute';
const SQL = `SELECT window_start, country, count(*) AS clicks
FROM ${TOPIC}
GROUP BY tumble(happened, INTERVAL '1 minute'), country`;
const STATEMENT = `SELECT CAST(sum(clicks) AS BIGINT) AS counted FROM ${OUTPUT}`;
const SCHEMA = `{
  "type": "record",
  "name": "Click",
  "fields": [
    {"name": "country", "type": "string"},
    {"name": "happened", "type": {"type": "long", "logicalType": "timestamp-millis"}}
  ]
}
`;

const COUNTRIES = ['se', 'de', 'fr', 'it', 'es'];
const MINUTE_MS = 60_000;
const LATENESS_MS = 10_000;
/** Events at the beginning, spread over so many minutes that lie so far back. */
const FIRST = { events: 300, minutes: 10, minutesAgo: 30 };
const LATER = { events: 100, minutes: 5, minutesAgo: 15 };
const LATE = { events: 10, minutes: 1, minutesAgo: 30 };
const WHILE_STOPPED = { events: 50, minutes: 3, minutesAgo: 8 };

/** Clicks with event times that rise from so many minutes ago on. */
export function clicksOf({ events, minutes, minutesAgo }: typeof FIRST, nowMs: number): DemoRecord[] {
  const fromMs = nowMs - minutesAgo * MINUTE_MS;
  return Array.from({ length: events }, (_, index) => {
    const country = COUNTRIES[index % COUNTRIES.length] ?? '';
    return { key: country, value: { country, happened: fromMs + Math.floor((index * minutes * MINUTE_MS) / events) } };
  });
}

const definition = {
  name: QUERY, topic: TOPIC, sql: SQL, sink: OUTPUT, outputMode: 'append', startingOffsets: 'earliest', watermark: { column: 'happened', delayMs: LATENESS_MS },
};

const inProject = (path: string, search?: Place['search']) => ({ project }: Demo): Place => ({ to: `/p/${project}${path}`, ...(search && { search }) });
const queryOf = (demo: Demo): Promise<Query | undefined> => findQuery(demo.project, QUERY);
const queryPage = inProject(`/queries/${QUERY}`);

function isStopped(query: Query | undefined): boolean {
  return query !== undefined && query.desired === 'STOPPED' && !isActive(query);
}

const project: Step = {
  id: 'project',
  title: 'Make a project',
  text: (demo) => `The tour works in a project of its own, apart from your others: name it ${demo.project}.`,
  paste: (demo) => demo.project,
  route: () => ({ to: '/projects/new' }),
  result: inProject(''),
  target: 'project.create',
  action: async (demo) => {
    await makeProject('streaming', demo.project, 'Made by the tour of the first streaming job');
    return `Project ${demo.project} is made.`;
  },
  done: (demo) => ownsProject(demo.project),
};

const topic: Step = {
  id: 'topic',
  title: 'Make a topic of clicks',
  text: () => `Name it ${TOPIC}, with this schema, and leave it 1 partition: the clicks then come in the order in which they were made. The field happened says when a click was made, which is not when it arrives: the difference is what windows and watermarks are about.`,
  paste: () => SCHEMA,
  route: inProject('/topics/-/new'),
  result: inProject(`/topics/${TOPIC}`),
  target: 'topics.create',
  action: async (demo) => {
    await body(api.POST('/api/v1/projects/{project}/topics', { params: { path: { project: demo.project } }, body: { name: TOPIC, partitions: 1, valueSchema: SCHEMA } }));
    return `Topic ${TOPIC} is made, with its schema.`;
  },
  done: (demo) => hasTopic(demo.project, TOPIC),
};

const fill: Step = {
  id: 'fill',
  title: 'Fill it',
  text: () => `The tour writes ${FIRST.events} clicks whose times are spread over ${FIRST.minutes} minutes. By hand, write as many with any Kafka client or with hops topic produce.`,
  route: inProject(`/topics/${TOPIC}`),
  target: 'topic.messages',
  action: async (demo) => {
    await produce(demo.project, TOPIC, clicksOf(FIRST, Date.now()));
    return `${FIRST.events} clicks are written.`;
  },
  done: async (demo) => (await writtenTo(demo.project, TOPIC)) >= FIRST.events,
};

const check: Step = {
  id: 'check',
  title: 'Write the SQL and check it',
  text: () => `Clicks of each country in windows of one minute. Paste it, make a dataset ${OUTPUT} for the result, choose happened as the column of time, with rows up to 10s late, and press Check: the server plans the query and runs nothing.`,
  paste: () => SQL,
  route: inProject('/queries/-/new', { topic: TOPIC }),
  target: 'query.check',
  action: async (demo) => {
    await ensureDataset(demo.project, OUTPUT);
    const plan = planOf(await body(api.POST('/api/v1/projects/{project}/query-plans', { params: { path: { project: demo.project } }, body: { definition } })));
    return `It can run. Its columns: ${plan.columns.map((column) => `${column.name} ${column.type}`).join(', ')}.`;
  },
  done: async (demo) => (await queryOf(demo)) !== undefined || (await hasRun(demo.project, 'plan')),
};

const create: Step = {
  id: 'create',
  title: 'Make the query',
  text: () => `Name it ${QUERY} and create it without starting it: the price comes next.`,
  paste: () => QUERY,
  route: inProject('/queries/-/new', { topic: TOPIC }),
  result: queryPage,
  target: 'queries.create',
  action: async (demo) => {
    await createQuery(demo.project, QUERY, definition);
    return `Query ${QUERY} is made.`;
  },
  done: async (demo) => (await queryOf(demo)) !== undefined,
};

const start: Step = {
  id: 'start',
  title: 'Start it',
  text: () => 'The dialog shows the price first. The step is done when the first windows are written: those that ended before the watermark, the newest time seen less 10 seconds.',
  route: queryPage,
  target: 'query.start',
  action: async (demo) => {
    await startQuery(demo.project, QUERY);
    return 'The first windows are closed and written.';
  },
  done: async (demo) => Number((await queryOf(demo))?.status.totals?.rowsOut ?? 0) >= 1,
};

const look: Step = {
  id: 'look',
  title: 'Look inside',
  text: () => 'Rows in a second, lag, the time of a batch, and the rows of state: the windows that are still open. The watermark stands above the charts. Tab Batches has each batch with its numbers.',
  route: queryPage,
  target: 'query.live',
  done: 'seen',
};

const late: Step = {
  id: 'late',
  title: 'Send more, and some too late',
  text: () => `The tour sends ${LATER.events} newer clicks, which move the watermark and close windows, and ${LATE.events} of a minute that is closed already. Those are counted as late and change nothing that was written.`,
  route: queryPage,
  target: 'query.live',
  action: async (demo) => {
    const nowMs = Date.now();
    await produce(demo.project, TOPIC, [...clicksOf(LATER, nowMs), ...clicksOf(LATE, nowMs)]);
    return 'Windows have closed, and the late clicks were counted as late.';
  },
  done: async (demo) => Number((await queryOf(demo))?.status.totals?.rowsLate ?? 0) >= 1,
};

const stop: Step = {
  id: 'stop',
  title: 'Stop it',
  text: () => 'It stops behind a batch, and its place in the topic and its open windows are kept with the last commit.',
  route: queryPage,
  target: 'query.stop',
  action: async (demo) => {
    await body(api.POST('/api/v1/projects/{project}/queries/{query}/stop', { params: { path: { project: demo.project, query: QUERY } } }));
    return `Query ${QUERY} has stopped.`;
  },
  done: async (demo) => isStopped(await queryOf(demo)),
};

const restart: Step = {
  id: 'restart',
  title: 'Start it again: nothing is lost',
  text: () => `While it stands still the tour writes ${WHILE_STOPPED.events} clicks more. Started again, it goes on where it was: the step is done when it has read exactly as many records as the topic holds, none twice.`,
  route: queryPage,
  target: 'query.start',
  action: async (demo) => {
    await produce(demo.project, TOPIC, clicksOf(WHILE_STOPPED, Date.now()));
    await startQuery(demo.project, QUERY);
    return `Written to the topic: ${await writtenTo(demo.project, TOPIC)}. Read by the query: the same.`;
  },
  done: async (demo) => {
    const [query, written] = [await queryOf(demo), await writtenTo(demo.project, TOPIC)];
    return query?.status.state === 'RUNNING' && Number(query.status.totals?.rowsIn ?? 0) === written;
  },
};

const finish: Step = {
  id: 'finish',
  title: 'Finish it',
  text: () => 'Finish, in the menu beside Stop, reads what is there, closes all windows and ends the query: then every click is either counted or late.',
  route: queryPage,
  target: 'query.more',
  action: async (demo) => {
    await body(api.POST('/api/v1/projects/{project}/queries/{query}/finish', { params: { path: { project: demo.project, query: QUERY } } }));
    return `Query ${QUERY} has finished.`;
  },
  done: async (demo) => (await queryOf(demo))?.status.state === 'FINISHED',
};

const compare: Step = {
  id: 'compare',
  title: 'Compare the counts',
  text: () => 'The clicks of all windows, together with those that came late, are the clicks of the topic.',
  paste: () => STATEMENT,
  route: inProject('/sql'),
  target: 'sql.run',
  action: async (demo) => {
    const [row] = await ask(demo.project, STATEMENT);
    const counted = Array.isArray(row) ? String(row[0]) : '0';
    const totals = (await queryOf(demo))?.status.totals;
    return `${totals?.rowsIn ?? 0} read = ${counted} counted + ${plural(Number(totals?.rowsLate ?? 0), 'late click')}.`;
  },
  done: (demo) => hasRun(demo.project, 'sql'),
};

const chapters: readonly Chapter[] = [
  { title: 'A stream', steps: [project, topic, fill] },
  { title: 'A query over windows', steps: [check, create, start] },
  { title: 'Look inside', steps: [look, late] },
  { title: 'Nothing is lost', steps: [stop, restart, finish, compare] },
];

/** Windows, watermarks and what a restart loses: nothing. */
export const streaming: Tour = {
  id: 'streaming',
  projects: 1,
  title: 'First streaming job',
  about: 'Counts in windows of one minute: what a watermark does with late events, and that a stop and a new start lose nothing.',
  chapters,
};
