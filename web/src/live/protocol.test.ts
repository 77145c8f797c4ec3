import { describe, expect, it } from 'vitest';
import { parseBinary } from './protocol';

describe('binary messages', () => {
  it('reads a block', () => {
    const buffer = new ArrayBuffer(28 + 4 * 4);
    const view = new DataView(buffer);
    view.setUint8(0, 1);
    view.setUint8(1, 1);
    view.setUint16(2, 2, true);
    view.setUint32(4, 2, true);
    view.setBigInt64(8, 5_000_000_000n, true);
    view.setFloat64(16, 1.5, true);
    view.setUint32(24, 3, true);
    [1, 2, 3, -4.5].forEach((v, i) => view.setFloat32(28 + 4 * i, v, true));
    expect(parseBinary(buffer)).toEqual({
      type: 'block', channels: 2, samples: 2, firstSample: 5e9, time: 1.5, missingBefore: 3, values: Float32Array.of(1, 2, 3, -4.5),
    });
  });

  it('reads spectra', () => {
    const buffer = new ArrayBuffer(16 + 3 * 4);
    const view = new DataView(buffer);
    view.setUint8(0, 2);
    view.setUint8(1, 1);
    view.setUint16(2, 1, true);
    view.setUint16(4, 3, true);
    view.setFloat64(8, 0.5, true);
    [1, 2, 4].forEach((v, i) => view.setFloat32(16 + 4 * i, v, true));
    expect(parseBinary(buffer)).toEqual({ type: 'spectra', channels: 1, bins: 3, binHz: 0.5, densities: Float32Array.of(1, 2, 4) });
  });

  it('refuses another version and an unknown type', () => {
    expect(() => parseBinary(Uint8Array.of(1, 9, 0, 0).buffer)).toThrow('version 9');
    expect(() => parseBinary(Uint8Array.of(7, 1, 0, 0).buffer)).toThrow('type 7');
  });

  it('refuses a block that is shorter than it says', () => {
    const buffer = new ArrayBuffer(28);
    new DataView(buffer).setUint8(0, 1);
    new DataView(buffer).setUint8(1, 1);
    new DataView(buffer).setUint16(2, 8, true);
    new DataView(buffer).setUint32(4, 8, true);
    expect(() => parseBinary(buffer)).toThrow();
  });
});
