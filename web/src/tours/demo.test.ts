import assert from 'node:assert/strict';
import { test } from 'vitest';
import { demoOf, tourOf } from './demo';

const RULE = /^(?=.{1,40}$)[a-z0-9]+(_[a-z0-9]+)*$/;

test('the projects of a tour say whose they are', () => {
  assert.deepEqual(demoOf('kafka', 'ann'), { project: 'demo_kafka_ann', partner: 'demo_kafka_partner_ann' });
});

test('names of long users are cut to what a project may be called, and still differ', () => {
  const [one, other] = ['a_very_long_name_of_a_person_who_is_one', 'a_very_long_name_of_a_person_who_is_two'].map((user) => demoOf('streaming', user));
  for (const name of [one?.project, one?.partner, other?.project, other?.partner]) assert.match(name ?? '', RULE);
  assert.equal(new Set([one?.project, one?.partner, other?.project, other?.partner]).size, 4);
});

test('a name that is cut behind an underscore has no two of them in a row', () => {
  for (let length = 20; length <= 40; length++) assert.match(demoOf('streaming', `${'a_'.repeat(20)}b`.slice(0, length).replace(/_$/, '')).partner, RULE);
});

test.each([['kafka', 'demo_kafka_ann', 'kafka'], ['kafka', 'demo_kafka_partner_ann', 'kafka'], ['kafka', 'demo_streaming_ann', undefined], [null, 'demo_kafka_ann', undefined], ['kafka', 'demo_kafka_bob', undefined]])(
  'with the tour %s open, %s is a project of the tour %s', (open, project, tour) => assert.equal(tourOf(open, 'ann', project), tour),
);
