import { describe, expect, it } from 'vitest';
import { splineWeights } from './sphericalSpline';

type Place = [number, number, number];

const electrodes: Place[] = Array.from({ length: 32 }, (_, i) => {
  const z = 1 - (i + 0.5) / 32;
  const angle = i * 2.399963;
  const r = Math.sqrt(1 - z * z);
  return [r * Math.cos(angle), r * Math.sin(angle), z];
});

const apply = (weights: Float64Array, values: number[], target: number): number =>
  values.reduce((sum, value, e) => sum + value * weights[target * values.length + e], 0);

describe('splineWeights', () => {
  it('gives the measured value at an electrode', () => {
    const weights = splineWeights(electrodes, electrodes);
    const values = electrodes.map(([x, y, z]) => 10 * x - 4 * y + z * z);
    values.forEach((value, e) => expect(Math.abs(apply(weights, values, e) - value)).toBeLessThan(0.05));
  });

  it('gives a constant everywhere for a constant', () => {
    const weights = splineWeights(electrodes, [[0, 0, 1], [0.6, 0, 0.8], [0, -1, 0]]);
    for (let t = 0; t < 3; t++) expect(apply(weights, electrodes.map(() => 3.5), t)).toBeCloseTo(3.5, 6);
  });

  it('predicts a smooth field between electrodes', () => {
    const field = ([x, y, z]: Place): number => 5 * x + 2 * y * z;
    const targets: Place[] = [[0.48, 0.36, 0.8], [-0.36, 0.48, 0.8], [0, 0.28, 0.96]];
    const weights = splineWeights(electrodes, targets);
    targets.forEach((target, t) => expect(Math.abs(apply(weights, electrodes.map(field), t) - field(target))).toBeLessThan(0.15));
  });
});
