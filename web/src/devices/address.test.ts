import { describe, expect, it } from 'vitest';
import { addressOf, partsOf } from './address';

describe('an address', () => {
  it.each([
    ['rda://127.0.0.1:51244', '127.0.0.1', '51244', null],
    ['cyton:///dev/ttyUSB0?daisy=yes', null, null, '/dev/ttyUSB0'],
    ['lsl:?name=EEG', null, null, null],
    ['tcp://[::1]:9000', '[::1]', '9000', null],
    ['cyton:COM3', null, null, 'COM3'],
  ])('%s is taken apart and put together again', (address, host, port, path) => {
    const parts = partsOf(address);
    expect([parts.host, parts.port, parts.path]).toEqual([host, port, path]);
    expect(addressOf(address.split(':')[0], parts)).toBe(address);
  });

  it('leaves out what is empty', () =>
    expect(addressOf('rda', { host: 'lab', port: '', path: null, options: { a: '', b: 'x y' } })).toBe('rda://lab?b=x%20y'));
});
