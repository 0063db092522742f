import { api, body } from '../api/client';
import { plural } from '../ui/format';
import { createQuery, isActive, startQuery } from '../pages/queries/query';
import {
  ask, type DemoRecord, ensureDataset, findQuery, findShare, hasRun, hasSchema, hasTopic, makeProject, ownsProject, produce, writtenTo,
} from './server';
import type { Chapter, Demo, Place, Step, Tour } from './tour';

const TOPIC = 'demo_events';
const SUBJECT = `${TOPIC}-value`;
const OUTPUT = 'demo_output';
const QUERY = 'demo_filter';
const SQL = `SELECT priority, logger, message FROM ${TOPIC} WHERE priority <> 'DEBUG'`;
const STATEMENT = `SELECT priority, logger, message FROM ${OUTPUT}`;
const SCHEMA = `{
  "type": "record",
  "name": "DemoAvroSchema",
  "fields": [
    {"name": "timestamp", "type": "string"},
    {"name": "priority", "type": "string"},
    {"name": "logger", "type": "string"},
    {"name": "message", "type": "string"}
  ]
}
`;

function event(): DemoRecord {
  return { key: 'tour', value: { timestamp: new Date().toISOString(), priority: 'INFO', logger: 'hops.tour', message: 'Hello from the tour' } };
}

const inProject = (path: string, search?: Place['search']) => ({ project }: Demo): Place => ({ to: `/p/${project}${path}`, ...(search && { search }) });

const project: Step = {
  id: 'project',
  title: 'Make a project',
  text: (demo) => `A project is where topics, data and members are kept together, apart from those of others. The tour works in one of its own: name it ${demo.project}.`,
  paste: (demo) => demo.project,
  route: () => ({ to: '/projects/new' }),
  result: inProject(''),
  target: 'project.create',
  action: async (demo) => {
    await makeProject('kafka', demo.project, 'Made by the Kafka tour');
    return `Project ${demo.project} is made; you are its data owner.`;
  },
  done: (demo) => ownsProject(demo.project),
};

const schema: Step = {
  id: 'schema',
  title: 'Register a schema',
  text: () => `A schema says what records are made of. Paste this one and register it as ${SUBJECT}: the values of topic ${TOPIC}. The registry validates it first, and later versions have to be compatible.`,
  paste: () => SCHEMA,
  route: inProject('/schemas/-/new'),
  result: inProject(`/schemas/${SUBJECT}`),
  target: 'schemas.register',
  action: async (demo) => {
    const path = { project: demo.project, subject: SUBJECT };
    const { version } = await body(api.POST('/api/v1/projects/{project}/schemas/{subject}/versions', { params: { path }, body: { schema: SCHEMA } }));
    return `${SUBJECT} has version ${version}.`;
  },
  done: (demo) => hasSchema(demo.project, SUBJECT),
};

const topic: Step = {
  id: 'topic',
  title: 'Make a topic',
  text: () => `A topic keeps records in order. Name it ${TOPIC} and give it 2 partitions: each can be read by a task of its own at the same time. Its schema is the one that you registered: paste it once more, or leave that field empty.`,
  paste: () => SCHEMA,
  route: inProject('/topics/-/new'),
  result: inProject(`/topics/${TOPIC}`),
  target: 'topics.create',
  action: async (demo) => {
    await body(api.POST('/api/v1/projects/{project}/topics', { params: { path: { project: demo.project } }, body: { name: TOPIC, partitions: 2 } }));
    return `Topic ${TOPIC} has 2 partitions.`;
  },
  done: (demo) => hasTopic(demo.project, TOPIC),
};

const message: Step = {
  id: 'message',
  title: 'Produce a message',
  text: () => 'Any Kafka client can write to the topic. For a single record there is a form, made of the schema and filled with a sample: press Produce in it.',
  route: inProject(`/topics/${TOPIC}`, { produce: 'yes' }),
  result: inProject(`/topics/${TOPIC}`),
  target: 'topic.produce',
  action: async (demo) => {
    await produce(demo.project, TOPIC, [event()]);
    return 'One record is written and on disk.';
  },
  done: async (demo) => (await writtenTo(demo.project, TOPIC)) >= 1,
};

const watch: Step = {
  id: 'watch',
  title: 'Look at the messages',
  text: () => 'Here is your record with its partition and offset, decoded by its schema. Open it to see its key, headers and facts, or choose Live to see what comes next.',
  route: inProject(`/topics/${TOPIC}`),
  target: 'topic.messages',
  done: 'seen',
};

const query: Step = {
  id: 'query',
  title: 'Make a streaming query',
  text: () => `A query reads the topic without end and writes what SQL makes of it into a dataset, each row exactly once. Name it ${QUERY}, make a dataset ${OUTPUT} for it, and do not start it yet: that has a price, which the next step shows.`,
  paste: () => SQL,
  route: inProject('/queries/-/new', { topic: TOPIC }),
  result: inProject(`/queries/${QUERY}`),
  target: 'queries.create',
  action: async (demo) => {
    await ensureDataset(demo.project, OUTPUT);
    await createQuery(demo.project, QUERY, { name: QUERY, topic: TOPIC, sql: SQL, sink: OUTPUT, startingOffsets: 'earliest' });
    return `Query ${QUERY} is made.`;
  },
  done: async (demo) => (await findQuery(demo.project, QUERY)) !== undefined,
};

const start: Step = {
  id: 'start',
  title: 'Start it, at a price',
  text: () => 'Compute is paid in credits: one is a second of one processor at price 1, and the price rises while the platform is busy. The dialog shows it before you start. The step is done when the first row is written.',
  route: inProject(`/queries/${QUERY}`),
  target: 'query.start',
  action: async (demo) => {
    await startQuery(demo.project, QUERY);
    return `Query ${QUERY} runs and has written its first row.`;
  },
  done: async (demo) => Number((await findQuery(demo.project, QUERY))?.status.totals?.rowsOut ?? 0) >= 1,
};

const output: Step = {
  id: 'output',
  title: 'Read what it wrote',
  text: () => `The query writes Parquet into dataset ${OUTPUT}, and SQL reads it while it grows. Run this statement.`,
  paste: () => STATEMENT,
  route: inProject('/sql'),
  target: 'sql.run',
  action: async (demo) => `SQL finds ${plural((await ask(demo.project, STATEMENT)).length, 'row')} in ${OUTPUT}.`,
  done: (demo) => hasRun(demo.project, 'sql'),
};

const partner: Step = {
  id: 'partner',
  title: 'Make a second project',
  text: (demo) => `Others work in projects of theirs. To have one to share with, make ${demo.partner}.`,
  paste: (demo) => demo.partner,
  route: () => ({ to: '/projects/new' }),
  target: 'project.create',
  action: async (demo) => {
    await makeProject('kafka', demo.partner, 'Made by the Kafka tour, to share with');
    return `Project ${demo.partner} is made.`;
  },
  done: (demo) => ownsProject(demo.partner),
};

const offer: Step = {
  id: 'offer',
  title: 'Offer the topic',
  text: (demo) => `Offer ${TOPIC} to ${demo.partner}, to be read. Nothing is copied: it stays yours, and you can take it back at any time.`,
  paste: (demo) => demo.partner,
  route: inProject(`/topics/${TOPIC}`, { share: 'yes' }),
  result: inProject('/shares'),
  target: 'shares.offer',
  action: async (demo) => {
    await body(api.POST('/api/v1/projects/{project}/shares', {
      params: { path: { project: demo.project } }, body: { kind: 'TOPIC', name: TOPIC, to: demo.partner, rights: 'READ', note: 'From the Kafka tour' },
    }));
    return `${TOPIC} is offered to ${demo.partner}.`;
  },
  done: async (demo) => (await findShare(demo.project, TOPIC, demo.partner)) !== undefined,
};

const accept: Step = {
  id: 'accept',
  title: 'Accept it there',
  text: (demo) => `Nothing is lent before the other side wants it. You own ${demo.partner} too: accept the offer there. Its members then read the topic as ${demo.project}.${TOPIC}.`,
  route: (demo) => ({ to: `/p/${demo.partner}/shares`, search: { tab: 'offers' } }),
  result: (demo) => ({ to: `/p/${demo.partner}/topics` }),
  target: 'shares.accept',
  action: async (demo) => {
    const share = await findShare(demo.project, TOPIC, demo.partner);
    if (!share) throw new Error(`There is no offer of ${TOPIC} to ${demo.partner}: make it first.`);
    await body(api.POST('/api/v1/projects/{project}/share-offers/{share}/accept', { params: { path: { project: demo.partner, share: share.id } } }));
    return `${demo.partner} reads ${share.borrowedName}.`;
  },
  done: async (demo) => (await findShare(demo.project, TOPIC, demo.partner))?.state === 'ACCEPTED',
};

const stop: Step = {
  id: 'stop',
  title: 'Stop the query',
  text: () => 'A query costs while it runs. Stop it: it keeps its place in the topic, and goes on there when it is started again.',
  route: inProject(`/queries/${QUERY}`),
  target: 'query.stop',
  action: async (demo) => {
    await body(api.POST('/api/v1/projects/{project}/queries/{query}/stop', { params: { path: { project: demo.project, query: QUERY } } }));
    return `Query ${QUERY} has stopped.`;
  },
  done: async (demo) => {
    const found = await findQuery(demo.project, QUERY);
    return found !== undefined && found.desired === 'STOPPED' && !isActive(found);
  },
};

const chapters: readonly Chapter[] = [
  { title: 'A project and a schema', steps: [project, schema] },
  { title: 'A topic and its messages', steps: [topic, message, watch] },
  { title: 'A streaming query', steps: [query, start, output] },
  { title: 'Sharing', steps: [partner, offer, accept] },
  { title: 'The end', steps: [stop] },
];

/** From a schema to a topic that two projects read. */
export const kafka: Tour = {
  id: 'kafka',
  projects: 2,
  title: 'Kafka',
  about: 'From a schema over a topic to a streaming query, SQL over what it wrote, and a topic shared with another project.',
  chapters,
};
