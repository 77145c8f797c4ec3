import { expect, it } from 'vitest';
import { clockTime } from './clockTime';

it.each([[0, '0:00'], [65.9, '1:05'], [3723, '1:02:03'], [-1, '0:00']])('%s s is read as %s', (seconds, words) => expect(clockTime(seconds)).toBe(words));
