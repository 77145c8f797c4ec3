import { diverging, viridis, type ColourMap } from './colours';
import type { ChannelInfo } from './protocol';
import { token, type Sheet } from './sharpCanvas';
import { splineWeights } from './sphericalSpline';

export interface HeadLook {
  signed: boolean;
  followed: Set<number>;
  unit: string;
  format(value: number): string;
}

const cells = 72;
const usualEdge = (100 / 180) * Math.PI;
const rim = (5 / 180) * Math.PI;
const levels = 6;

/**
 * Draws values over the head, nose up: spherical splines on the disc that one sees when the sphere is laid flat from above
 * (equal steps of angle are equal steps on the page), with lines of equal value, electrodes and a colour bar.
 */
export class HeadView {
  private readonly places: [number, number][];
  private readonly indices: number[];
  private readonly weights: Float64Array;
  private readonly inside: number[] = [];
  private readonly field = new Float64Array(cells * cells).fill(NaN);
  private readonly image = document.createElement('canvas');
  private range: [number, number] | null = null;
  private rangeIsSigned = false;
  /** Angle from the top of the head at which the disc ends; beyond the equator when electrodes are. */
  private readonly edge: number;

  constructor(channels: ChannelInfo[]) {
    this.indices = channels.map((_, i) => i).filter((i) => channels[i].position !== null);
    const electrodes = this.indices.map((i) => channels[i].position!);
    this.edge = Math.max(usualEdge, ...electrodes.map((place) => angleOf(place) + rim));
    this.places = electrodes.map((place) => flatten(place, this.edge));
    const targets: [number, number, number][] = [];
    for (let cell = 0; cell < cells * cells; cell++) {
      const x = ((cell % cells) + 0.5) / (cells / 2) - 1;
      const y = 1 - (Math.floor(cell / cells) + 0.5) / (cells / 2);
      // One cell beyond the edge, so that the smooth enlargement has something to blend with.
      if (Math.hypot(x, y) > 1 + 3 / cells) continue;
      this.inside.push(cell);
      targets.push(raise(x, y, this.edge));
    }
    this.weights = electrodes.length >= 4 ? splineWeights(electrodes, targets) : new Float64Array(0);
    this.image.width = this.image.height = cells;
  }

  /** Whether there are enough electrodes with a known place. */
  get isPossible(): boolean {
    return this.weights.length > 0;
  }

  draw(sheet: Sheet, values: Float64Array, look: HeadLook): void {
    const { context, width, height } = sheet;
    context.clearRect(0, 0, width, height);
    this.interpolate(values);
    this.follow(values, look.signed);
    const map = look.signed ? diverging : viridis;
    this.paint(map);
    const bar = 62;
    const radius = Math.max(20, Math.min((width - bar - 14) / 2, (height - 22) / 2));
    const cx = Math.max(radius + 8, (width - bar) / 2);
    const cy = (height + 10) / 2;
    this.drawHead(context, cx, cy, radius, look);
    this.drawBar(context, cx + radius + 18, cy - radius * 0.72, radius * 1.44, map, look);
  }

  private interpolate(values: Float64Array): void {
    const n = this.indices.length;
    for (let t = 0; t < this.inside.length; t++) {
      let sum = 0;
      for (let e = 0; e < n; e++) sum += this.weights[t * n + e] * values[this.indices[e]];
      this.field[this.inside[t]] = sum;
    }
  }

  /** The range of the colours follows the electrodes slowly, so that a blink does not make the map flicker. */
  private follow(values: Float64Array, signed: boolean): void {
    const sorted = this.indices.map((i) => values[i]).sort((a, b) => a - b);
    let low = sorted[0];
    let high = sorted[sorted.length - 1];
    if (signed) {
      high = Math.max(2, Math.abs(low), Math.abs(high));
      low = -high;
    }
    if (!this.range || this.rangeIsSigned !== signed) this.range = [low, high];
    else {
      this.range[0] += (low - this.range[0]) * 0.15;
      this.range[1] += (high - this.range[1]) * 0.15;
    }
    this.rangeIsSigned = signed;
  }

  private share(value: number): number {
    const [low, high] = this.range!;
    return (value - low) / Math.max(1e-9, high - low);
  }

  private paint(map: ColourMap): void {
    const context = this.image.getContext('2d')!;
    const pixels = context.createImageData(cells, cells);
    for (const cell of this.inside) {
      const [r, g, b] = map(this.share(this.field[cell]));
      pixels.data.set([r, g, b, 255], cell * 4);
    }
    context.putImageData(pixels, 0, 0);
  }

  private drawHead(context: CanvasRenderingContext2D, cx: number, cy: number, radius: number, look: HeadLook): void {
    const ink = token('text-2');
    context.lineWidth = 1.5;
    context.strokeStyle = ink;
    context.beginPath();
    context.moveTo(cx - radius * 0.11, cy - radius * 0.985);
    context.lineTo(cx, cy - radius * 1.1);
    context.lineTo(cx + radius * 0.11, cy - radius * 0.985);
    for (const side of [-1, 1]) {
      context.moveTo(cx + side * radius * 0.985, cy - radius * 0.16);
      context.quadraticCurveTo(cx + side * radius * 1.07, cy - radius * 0.16, cx + side * radius * 1.06, cy);
      context.quadraticCurveTo(cx + side * radius * 1.07, cy + radius * 0.16, cx + side * radius * 0.985, cy + radius * 0.16);
    }
    context.stroke();
    context.save();
    context.beginPath();
    context.arc(cx, cy, radius, 0, 2 * Math.PI);
    context.clip();
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.image, cx - radius, cy - radius, 2 * radius, 2 * radius);
    this.drawLevels(context, cx, cy, radius);
    context.restore();
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(cx, cy, radius, 0, 2 * Math.PI);
    context.stroke();
    this.drawElectrodes(context, cx, cy, radius, look);
  }

  private drawElectrodes(context: CanvasRenderingContext2D, cx: number, cy: number, radius: number, look: HeadLook): void {
    this.places.forEach(([x, y], e) => {
      const followed = look.followed.has(this.indices[e]);
      context.beginPath();
      context.arc(cx + x * radius, cy - y * radius, followed ? 3.4 : 1.7, 0, 2 * Math.PI);
      context.fillStyle = followed ? '#ffffff' : 'rgb(10 14 18 / 0.75)';
      context.fill();
      if (!followed) return;
      context.strokeStyle = '#0b0e12';
      context.lineWidth = 1.4;
      context.stroke();
    });
  }

  /** Lines of equal value by marching squares. */
  private drawLevels(context: CanvasRenderingContext2D, cx: number, cy: number, radius: number): void {
    const [low, high] = this.range!;
    const unit = (2 * radius) / cells;
    const at = (column: number, row: number): [number, number] => [cx - radius + (column + 0.5) * unit, cy - radius + (row + 0.5) * unit];
    context.beginPath();
    for (let level = 1; level < levels; level++) {
      const value = low + ((high - low) * level) / levels;
      for (let row = 0; row < cells - 1; row++)
        for (let column = 0; column < cells - 1; column++) this.crossCell(context, column, row, value, at);
    }
    context.strokeStyle = 'rgb(10 14 18 / 0.3)';
    context.lineWidth = 0.8;
    context.stroke();
  }

  private crossCell(
    context: CanvasRenderingContext2D, column: number, row: number, value: number, at: (column: number, row: number) => [number, number],
  ): void {
    const corners = [
      [column, row], [column + 1, row], [column + 1, row + 1], [column, row + 1],
    ].map(([c, r]) => ({ c, r, v: this.field[r * cells + c] - value }));
    const points: [number, number][] = [];
    for (let i = 0; i < 4; i++) {
      const [a, b] = [corners[i], corners[(i + 1) % 4]];
      if (!(a.v < 0 !== b.v < 0) || Number.isNaN(a.v + b.v)) continue;
      const share = a.v / (a.v - b.v);
      points.push(at(a.c + (b.c - a.c) * share, a.r + (b.r - a.r) * share));
    }
    for (let i = 0; i + 1 < points.length; i += 2) {
      context.moveTo(...points[i]);
      context.lineTo(...points[i + 1]);
    }
  }

  private drawBar(context: CanvasRenderingContext2D, x: number, y: number, height: number, map: ColourMap, look: HeadLook): void {
    const [low, high] = this.range!;
    for (let i = 0; i < height; i++) {
      const [r, g, b] = map(1 - i / height);
      context.fillStyle = `rgb(${r} ${g} ${b})`;
      context.fillRect(x, y + i, 9, 1.5);
    }
    context.font = `11px ${token('font')}`;
    context.fillStyle = token('text-2');
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    const ticks = [0, 0.5, 1];
    for (const share of ticks) context.fillText(look.format(low + (high - low) * share), x + 14, y + height * (1 - share));
    context.fillStyle = token('text-3');
    context.fillText(look.unit, x, y - 13);
  }
}

/** From the sphere to the page: the angle from the top becomes the distance from the middle. */
function flatten(place: [number, number, number], edge: number): [number, number] {
  const [x, y] = place;
  const across = Math.hypot(x, y);
  const distance = angleOf(place) / edge;
  return across < 1e-9 ? [0, 0] : [(x / across) * distance, (y / across) * distance];
}

function angleOf([x, y, z]: [number, number, number]): number {
  return Math.atan2(Math.hypot(x, y), z);
}

function raise(x: number, y: number, edge: number): [number, number, number] {
  const distance = Math.hypot(x, y);
  const angle = distance * edge;
  if (distance < 1e-9) return [0, 0, 1];
  return [(x / distance) * Math.sin(angle), (y / distance) * Math.sin(angle), Math.cos(angle)];
}
