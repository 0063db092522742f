import assert from 'node:assert/strict';
import { test } from 'vitest';
import { EMPTY, isWish, produceCommand, requestText } from './record';
import { runsOf } from './written';

test('a request has the digits of the value, what is given besides, and a record for each copy', () => {
  const text = requestText({ ...EMPTY, value: '{"id":9223372036854775807}', key: 'a"b', partition: '3', headers: [{ name: 'h', value: '1' }], copies: 2 });
  const record = '{"value":{"id":9223372036854775807},"key":"a\\"b","partition":3,"headers":[{"name":"h","value":"1"}]}';
  assert.equal(text, `{"records":[${record},${record}]}`);
  assert.equal(requestText({ ...EMPTY, value: '1' }), '{"records":[{"value":1}]}');
});

test('without a schema a text goes as a text and JSON with its digits, as a command too', () => {
  assert.equal(requestText({ ...EMPTY, value: 'a "b"', form: 'TEXT' }), '{"records":[{"value":"a \\"b\\""}],"form":"TEXT"}');
  assert.equal(requestText({ ...EMPTY, value: '9223372036854775807', form: 'JSON' }), '{"records":[{"value":9223372036854775807}],"form":"JSON"}');
  assert.equal(
    produceCommand('lab', 't', { ...EMPTY, value: "it's", form: 'TEXT', key: 'a b', partition: '2', headers: [{ name: 'h', value: 'x=1' }] }),
    "printf '%s\\n' 'it'\\''s' | hops topic produce t -p lab --value text --key 'a b' --partition 2 --header h=x=1",
  );
  assert.equal(isWish({ ...EMPTY, form: 'AVRO' }), false);
  assert.equal(isWish({ ...EMPTY, form: 'TEXT' }) && isWish(EMPTY), true);
});

test('the records of a partition are told together', () => {
  const written = [[1, '7'], [0, '3'], [1, '8'], [2, null]] as const;
  assert.deepEqual(runsOf(written.map(([partition, offset]) => ({ partition, offset, error: null }))), [{ partition: 0, first: '3', last: '3' }, { partition: 1, first: '7', last: '8' }]);
});
