import { describe, expect, it } from 'vitest';
import { bytesOf, written } from './base64url';

describe('bytes in base64url', () => {
  it('are those of RFC 4648 section 5, without padding', () => {
    expect(written(Uint8Array.of(0xfb, 0xff, 0xbf, 0x01).buffer)).toBe('-_-_AQ');
    expect([...bytesOf('-_-_AQ')]).toEqual([0xfb, 0xff, 0xbf, 0x01]);
  });

  it('come back as they were, whatever the length', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length) % 256);
      expect([...bytesOf(written(bytes.buffer))]).toEqual([...bytes]);
    }
  });
});
