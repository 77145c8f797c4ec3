import { expect, it } from 'vitest';
import { ticks } from './ticks';

it('are round and few', () => {
  expect(ticks(10, 12)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(ticks(95, 8)).toEqual([0, 15, 30, 45, 60, 75, 90]);
  expect(ticks(0, 8)).toEqual([0]);
});
