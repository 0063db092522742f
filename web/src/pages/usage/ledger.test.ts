import assert from 'node:assert/strict';
import { test } from 'vitest';
import { ledgerCsv, type Runner, spendPerDay } from './ledger';

const SUM = { runners: 1, runningSeconds: 1, cpuSeconds: 1, memoryGibSeconds: 1, millicredits: 2500, credits: 2.5 };

test('a day on which nothing ran is a day of nothing', () => {
  const points = spendPerDay({ from: '2026-02-27', to: '2026-03-01', items: [{ ...SUM, name: '2026-03-01' }, { ...SUM, name: '2026-02-27', credits: 1 }] });
  assert.deepEqual(points.map((point) => point.y), [1, 0, 2.5]);
  assert.equal(new Date(points[1]?.x ?? 0).toISOString(), '2026-02-28T00:00:00.000Z');
});

test('the ledger as CSV has each amount to its last digit, and nothing where a runner still runs', () => {
  const row: Runner = {
    number: '7', user: 'ana', kind: 'QUERY', work: 'by_country', started: '2026-03-01T10:00:00Z', stopped: null, cpuSeconds: 1.5, memoryGibSeconds: 0.25,
    peakBytes: 1048576, multiplier: 1.2, millicredits: 1800, credits: 1.8, estimated: false,
  };
  assert.equal(ledgerCsv([row]).split('\r\n')[1], '7,ana,QUERY,by_country,2026-03-01T10:00:00Z,,1.5,0.25,1048576,1.2,1.8,false');
});
