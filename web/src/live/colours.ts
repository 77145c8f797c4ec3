/** Colour maps: viridis for amounts, and a blue–white–red for signed values that colour-blind eyes can read. */

export type ColourMap = (share: number) => [number, number, number];

// Eleven knots of matplotlib's viridis (CC0); between them linear.
const viridisKnots = [
  [68, 1, 84], [72, 36, 117], [65, 68, 135], [53, 95, 141], [42, 120, 142], [33, 145, 140],
  [34, 168, 132], [68, 191, 112], [122, 209, 81], [189, 223, 38], [253, 231, 37],
];
const divergingKnots = [
  [33, 102, 172], [67, 147, 195], [146, 197, 222], [209, 229, 240], [247, 247, 247], [253, 219, 199],
  [244, 165, 130], [214, 96, 77], [178, 24, 43],
];

export const viridis: ColourMap = (share) => between(viridisKnots, share);
export const diverging: ColourMap = (share) => between(divergingKnots, share);

function between(knots: number[][], share: number): [number, number, number] {
  const place = Math.max(0, Math.min(1, share)) * (knots.length - 1);
  const low = Math.min(knots.length - 2, Math.floor(place));
  const part = place - low;
  const [a, b] = [knots[low], knots[low + 1]];
  return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part, a[2] + (b[2] - a[2]) * part];
}
