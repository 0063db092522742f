import { describe, expect, it } from 'vitest';
import { readArrival } from './readArrival';

describe('the address by which somebody comes back from an issuer', () => {
  it('has a state and a code, and who answers if it says so', () => {
    expect(readArrival('?state=enter-1&code=a%2Bb&iss=https%3A%2F%2Fid.example')).toEqual({ state: 'enter-1', code: 'a+b', answeredBy: 'https://id.example' });
  });

  it('keeps a code however long it is', () => {
    const code = 'x'.repeat(3000);
    expect(readArrival(`?state=s&code=${code}`)).toEqual({ state: 's', code });
  });

  it('has an error in place of a code', () => {
    expect(readArrival('?error=access_denied&state=s')).toEqual({ state: 's', error: 'access_denied' });
  });

  it('is none without a state, and with neither or both of the others', () => {
    for (const search of ['', '?code=a', '?state=s', '?state=s&code=a&error=b']) expect(readArrival(search)).toBeUndefined();
  });
});
