import { describe, expect, it } from 'vitest';
import type { BlockMessage } from './protocol';
import { SignalHistory } from './SignalHistory';

const block = (firstSample: number, values: number[], channels = 1): BlockMessage => ({
  type: 'block', channels, samples: values.length / channels, firstSample, time: firstSample / 100, missingBefore: 0, values: Float32Array.from(values),
});

describe('SignalHistory', () => {
  it('holds what arrived, by sample and channel', () => {
    const history = new SignalHistory(2, 100, 1);
    history.append(block(0, [1, 2, 3, 4], 2));
    expect(history.end).toBe(2);
    expect(history.raw[history.at(1)]).toBe(3);
    expect(history.raw[history.at(1) + 1]).toBe(4);
    expect(history.timeOf(1)).toBeCloseTo(0.01);
  });

  it('remembers a gap and never bridges it', () => {
    const history = new SignalHistory(1, 100, 1);
    history.append(block(0, [1, 1]));
    history.append(block(5, [2, 2]));
    expect(history.gaps).toEqual([{ from: 2, to: 5 }]);
    expect(history.raw[history.at(3)]).toBeNaN();
    expect(history.shown[history.at(4)]).toBeNaN();
    expect(history.shown[history.at(5)]).toBe(2);
  });

  it('forgets what is older than it holds', () => {
    const history = new SignalHistory(1, 100, 1);
    for (let i = 0; i < 250; i++) history.append(block(i, [i]));
    expect(history.first).toBe(150);
    expect(history.raw[history.at(150)]).toBe(150);
  });

  it('survives a gap longer than it holds', () => {
    const history = new SignalHistory(1, 100, 1);
    history.append(block(0, [1]));
    history.append(block(100_000, [2]));
    expect(history.raw[history.at(100_000)]).toBe(2);
    expect(history.raw[history.at(99_950)]).toBeNaN();
  });

  it('filters the same whether the filter was on before or is switched on later', () => {
    const sections: [number, number, number, number, number][] = [[0.2, 0.4, 0.2, -0.3, 0.1]];
    const values = Array.from({ length: 60 }, (_, i) => Math.sin(i / 3));
    const before = new SignalHistory(1, 100, 1);
    before.setFilter(sections);
    before.append(block(0, values));
    const later = new SignalHistory(1, 100, 1);
    later.append(block(0, values));
    later.setFilter(sections);
    expect(later.shown.slice(0, 60)).toEqual(before.shown.slice(0, 60));
  });

  it('starts a high-pass without a jump from an offset', () => {
    const history = new SignalHistory(1, 100, 1);
    history.setFilter([[0.9, -1.8, 0.9, -1.79, 0.81]]);
    history.append(block(0, Array.from({ length: 50 }, () => 500)));
    for (let i = 0; i < 50; i++) expect(Math.abs(history.shown[i])).toBeLessThan(1e-3);
  });
});
