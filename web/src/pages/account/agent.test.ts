import assert from 'node:assert/strict';
import { test } from 'vitest';
import { agentInWords } from './agent';

test('programs are told by their names, the most particular first', () => {
  const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  assert.equal(agentInWords(`Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/140.0.0.0 Safari/537.36`), 'Chrome on Linux');
  assert.equal(agentInWords(`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0`), 'Edge on Windows');
  assert.equal(agentInWords('Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605 (KHTML, like Gecko) Version/18 Safari/605'), 'Safari on macOS');
  assert.equal(agentInWords('hops/0.1.0'), 'hops command');
});

test('what is not known is shown as it is', () => {
  assert.equal(agentInWords('my-script'), 'my-script');
  assert.equal(agentInWords(''), 'Unknown program');
});
