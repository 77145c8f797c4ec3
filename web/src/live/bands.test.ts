import { describe, expect, it } from 'vitest';
import { bandOf, bandPower, decibels } from './bands';

describe('bands', () => {
  it('sums the bins of a band times their width', () => {
    const densities = new Float32Array(2 * 50);
    densities[11] = 4;
    densities[13] = 100;
    densities[50 + 10] = 2;
    const power = bandPower({ type: 'spectra', channels: 2, bins: 50, binHz: 1, densities }, bandOf('mu'));
    expect([...power]).toEqual([4, 2]);
  });

  it('takes neighbouring bands that neither overlap nor leave a bin out', () => {
    const spectra = { type: 'spectra' as const, channels: 1, bins: 101, binHz: 0.5, densities: new Float32Array(101).fill(1) };
    const sum = ['delta', 'theta', 'alpha', 'beta', 'gamma'].reduce((s, id) => s + bandPower(spectra, bandOf(id))[0], 0);
    expect(sum).toBeCloseTo(44);
  });

  it('gives decibels', () => {
    expect(decibels(100)).toBe(20);
    expect(Number.isFinite(decibels(0))).toBe(true);
  });
});
