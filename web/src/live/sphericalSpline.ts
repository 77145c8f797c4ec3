/**
 * Interpolation over the head by spherical splines. Perrin, Pernier, Bertrand, Echallier, "Spherical splines for scalp
 * potential and current density mapping", Electroencephalogr. Clin. Neurophysiol. 72 (1989) 184–187,
 * doi:10.1016/0013-4694(89)90180-6, equations 1 to 3, with m = 4.
 */

type Place = readonly [number, number, number];

const order = 4;
const terms = 20;
const smoothing = 1e-5;

/**
 * The weights [target × electrode] that turn values at the electrodes into values at the targets; the spline is linear in its
 * data, so they are computed once for a montage.
 */
export function splineWeights(electrodes: Place[], targets: Place[]): Float64Array {
  const n = electrodes.length;
  const inverse = invert(system(electrodes), n + 1);
  const weights = new Float64Array(targets.length * n);
  const row = new Float64Array(n + 1);
  targets.forEach((target, t) => {
    for (let e = 0; e < n; e++) row[e] = kernel(cosine(target, electrodes[e]));
    row[n] = 1;
    for (let e = 0; e < n; e++) {
      let sum = 0;
      for (let i = 0; i <= n; i++) sum += row[i] * inverse[i * (n + 1) + e];
      weights[t * n + e] = sum;
    }
  });
  return weights;
}

function system(electrodes: Place[]): Float64Array {
  const size = electrodes.length + 1;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size - 1; i++) {
    for (let j = 0; j < size - 1; j++) matrix[i * size + j] = kernel(cosine(electrodes[i], electrodes[j]));
    matrix[i * size + i] += smoothing;
    matrix[i * size + size - 1] = 1;
    matrix[(size - 1) * size + i] = 1;
  }
  return matrix;
}

function cosine(a: Place, b: Place): number {
  const length = Math.hypot(...a) * Math.hypot(...b);
  return Math.max(-1, Math.min(1, (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / length));
}

/** g(x) of equation 3: a sum of Legendre polynomials. */
function kernel(x: number): number {
  let before = 1;
  let now = x;
  let sum = 0;
  for (let n = 1; n <= terms; n++) {
    sum += ((2 * n + 1) / (n * (n + 1)) ** order) * now;
    [before, now] = [now, ((2 * n + 1) * x * now - n * before) / (n + 1)];
  }
  return sum / (4 * Math.PI);
}

/** Gauss–Jordan with pivoting; the system is symmetric but not definite. */
function invert(matrix: Float64Array, n: number): Float64Array {
  const a = matrix.slice();
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) inverse[i * n + i] = 1;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let r = column + 1; r < n; r++) if (Math.abs(a[r * n + column]) > Math.abs(a[pivot * n + column])) pivot = r;
    swapRows(a, n, column, pivot);
    swapRows(inverse, n, column, pivot);
    const scale = 1 / a[column * n + column];
    for (let c = 0; c < n; c++) {
      a[column * n + c] *= scale;
      inverse[column * n + c] *= scale;
    }
    for (let r = 0; r < n; r++) {
      const factor = a[r * n + column];
      if (r === column || factor === 0) continue;
      for (let c = 0; c < n; c++) {
        a[r * n + c] -= factor * a[column * n + c];
        inverse[r * n + c] -= factor * inverse[column * n + c];
      }
    }
  }
  return inverse;
}

function swapRows(matrix: Float64Array, n: number, i: number, j: number): void {
  if (i === j) return;
  for (let c = 0; c < n; c++) [matrix[i * n + c], matrix[j * n + c]] = [matrix[j * n + c], matrix[i * n + c]];
}
