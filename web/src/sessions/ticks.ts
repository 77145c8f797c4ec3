const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];

/** Times of an axis: round ones, at most so many. */
export function ticks(seconds: number, most: number): number[] {
  const step = steps.find((candidate) => seconds / candidate <= most) ?? steps[steps.length - 1];
  const times: number[] = [];
  for (let i = 0; i * step <= seconds + 1e-9; i++) times.push(i * step);
  return times;
}
