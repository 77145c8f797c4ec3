import { sideOf, type Side } from './montage';
import type { MarkerMessage } from './protocol';
import type { SignalHistory } from './SignalHistory';
import { token, type Sheet } from './sharpCanvas';

export interface TraceChannel {
  index: number;
  label: string;
  followed: boolean;
}

export interface TraceLook {
  channels: TraceChannel[];
  /** Microvolts that one row is high. */
  amplitude: number;
  seconds: number;
  sweep: boolean;
  negativeUp: boolean;
  removed: boolean;
  gapWords(count: number): string;
  markerWords(label: string): string;
  clock(seconds: number): string;
}

type Pen = Side | `followed-${Side}` | 'removed';

const penOrder: Pen[] = ['left', 'mid', 'right', 'followed-left', 'followed-mid', 'followed-right'];
const gutter = 46;
const axis = 18;
const flagHeight = 15;
const top = 2 * flagHeight + 3;
const newestDelaySeconds = 0.05;
const eraseWidth = 14;
const nameHeight = 11;
const softEdge = 2;

/**
 * Draws the signals. Columns of the plot are painted once, when their samples arrive, into a ring as wide as the plot; a frame
 * then only copies the ring: shifted so that the newest is at the right (scroll), or in place (sweep). So a frame costs the
 * new columns and two copies, whatever the number of channels and the time base. More than one sample a column is drawn as
 * the line through its smallest and largest value.
 */
export class TraceView {
  private ring = document.createElement('canvas');
  private ringContext = this.ring.getContext('2d')!;
  private labels = document.createElement('canvas');
  private colours: Record<string, string> = {};
  private hatch: CanvasPattern | null = null;
  private look: TraceLook | null = null;
  private history: SignalHistory | null = null;
  /** Samples up to here are in the ring. */
  private painted = 0;
  /** Ring columns up to here are cleared, counted without wrapping. */
  private cleared = 0;
  private lastX = new Float64Array(0);
  private lastY = new Float64Array(0);
  private removedY = new Float64Array(0);
  /** The sample at the right edge: runs evenly although blocks arrive unevenly. */
  private head = -1;
  private headAt = 0;
  private stale = true;
  private flagEnds: number[] = [];
  private version = 0;

  /** Something that the ring depends on changed: it is painted anew with the next frame. */
  invalidate(): void {
    this.stale = true;
  }

  draw(sheet: Sheet, milliseconds: number, history: SignalHistory, look: TraceLook, markers: MarkerMessage[], pointed: number | null): void {
    if (history !== this.history) this.head = -1;
    const fresh = sheet.version !== this.version;
    this.version = sheet.version;
    if (fresh) this.readTokens(sheet);
    this.advanceHead(history, milliseconds);
    if (fresh || this.stale || look !== this.look || history !== this.history) this.restart(sheet, history, look);
    this.paintNew(sheet);
    this.compose(sheet, markers, pointed);
  }

  /** The sample below a place of the plot, or null outside. */
  sampleAt(x: number, width: number): number | null {
    if (!this.history || !this.look || x < gutter) return null;
    const perPixel = (this.look.seconds * this.history.rateHz) / (width - gutter);
    if (!this.look.sweep) return Math.round(this.head - (width - x) * perPixel);
    const span = (width - gutter) * perPixel;
    const start = Math.floor(this.head / span) * span;
    const sample = start + (x - gutter) * perPixel;
    return Math.round(sample > this.head ? sample - span : sample);
  }

  /** The channel whose row lies at this height, and whether the place is on its label. */
  channelAt(x: number, y: number, height: number): { channel: TraceChannel; onLabel: boolean } | null {
    const channels = this.look?.channels ?? [];
    const row = Math.floor(((y - top) / (height - top - axis)) * channels.length);
    return channels[row] ? { channel: channels[row], onLabel: x < gutter } : null;
  }

  private get columnsPerSample(): number {
    return this.ring.width / (this.look!.seconds * this.history!.rateHz);
  }

  private advanceHead(history: SignalHistory, milliseconds: number): void {
    const newest = history.end;
    const elapsed = Math.min(250, milliseconds - this.headAt) / 1000;
    this.headAt = milliseconds;
    const wanted = newest - newestDelaySeconds * history.rateHz;
    const behind = wanted - this.head;
    if (this.head < 0 || Math.abs(behind) > history.rateHz) {
      this.head = Math.max(0, wanted);
      this.stale = true;
      return;
    }
    // Runs at the nominal rate and leans gently towards where it should be; it never runs ahead of what has arrived.
    this.head = Math.max(this.head, Math.min(newest, this.head + elapsed * (history.rateHz + 2 * behind)));
  }

  private restart(sheet: Sheet, history: SignalHistory, look: TraceLook): void {
    this.look = look;
    this.history = history;
    this.stale = false;
    this.ring.width = Math.max(1, Math.round((sheet.width - gutter) * sheet.scale));
    this.ring.height = Math.max(1, Math.round((sheet.height - top - axis) * sheet.scale));
    this.painted = Math.max(history.first, Math.floor(this.head - look.seconds * history.rateHz));
    this.cleared = Math.floor(this.painted * this.columnsPerSample);
    this.lastX = new Float64Array(look.channels.length).fill(NaN);
    this.lastY = new Float64Array(look.channels.length).fill(NaN);
    this.removedY = new Float64Array(look.channels.length).fill(NaN);
    this.drawLabels(sheet);
  }

  private paintNew(sheet: Sheet): void {
    const perSample = this.columnsPerSample;
    let to = Math.min(this.history!.end, Math.floor(this.head));
    // A column is painted when all of its samples are there.
    if (perSample < 1) to = Math.ceil(Math.floor(to * perSample) / perSample);
    if (to <= this.painted) return;
    const width = this.ring.width;
    const lastColumn = Math.ceil(to * perSample) + 1;
    const firstTurn = Math.floor((this.painted - 1) * perSample / width);
    const lastTurn = Math.floor(lastColumn / width);
    for (let turn = firstTurn; turn <= lastTurn; turn++) {
      this.ringContext.clearRect(this.cleared - turn * width, 0, lastColumn - this.cleared, this.ring.height);
      this.paintTurn(sheet, this.painted, to, turn * width, turn === lastTurn);
    }
    this.cleared = lastColumn;
    this.painted = to;
  }

  /** Paints samples with the ring's left edge at an absolute column; `remember` keeps where the lines ended. */
  private paintTurn(sheet: Sheet, from: number, to: number, origin: number, remember: boolean): void {
    const { channels, removed } = this.look!;
    // Followed channels come last, so that they lie on top.
    const pens = new Map<Pen, number[]>(penOrder.map((pen) => [pen, []]));
    channels.forEach((channel, row) => {
      const side = sideOf(channel.label);
      const pen: Pen = channel.followed ? `followed-${side}` : side;
      pens.get(pen)!.push(row);
    });
    if (removed) this.stroke(sheet, 'removed', channels.map((_, row) => row), from, to, origin, remember);
    for (const [pen, rows] of pens) this.stroke(sheet, pen, rows, from, to, origin, remember);
    if (remember) this.lastX.fill((to - 1 + 0.5) * this.columnsPerSample);
  }

  private stroke(sheet: Sheet, pen: Pen, rows: number[], from: number, to: number, origin: number, remember: boolean): void {
    const context = this.ringContext;
    const ends = pen === 'removed' ? this.removedY : this.lastY;
    context.beginPath();
    for (const row of rows) {
      const end = this.trace(context, pen === 'removed', row, ends[row], from, to, origin);
      if (remember) ends[row] = end;
    }
    context.strokeStyle = this.colours[pen];
    context.lineWidth = (pen.startsWith('followed') ? 1.4 : 0.9) * Math.max(1, sheet.scale);
    context.lineJoin = 'bevel';
    context.stroke();
  }

  private trace(context: CanvasRenderingContext2D, removed: boolean, row: number, lastY: number, from: number, to: number, origin: number): number {
    const history = this.history!;
    const { amplitude, negativeUp, channels } = this.look!;
    const { raw, shown } = history;
    const perSample = this.columnsPerSample;
    const rowHeight = this.ring.height / channels.length;
    const middle = (row + 0.5) * rowHeight;
    const gain = ((negativeUp ? 1 : -1) * rowHeight) / amplitude;
    const channel = channels[row].index;
    let y = lastY;
    let down = !Number.isNaN(y) && !Number.isNaN(this.lastX[row]);
    if (down) context.moveTo(this.lastX[row] - origin, y);
    for (let sample = from; sample < to; ) {
      const column = Math.floor(sample * perSample);
      // At least one sample, also where rounding puts the end of the column before it.
      const next = perSample < 1 ? Math.max(sample + 1, Math.min(to, Math.ceil((column + 1) / perSample))) : sample + 1;
      let low = Infinity;
      let high = -Infinity;
      for (; sample < next; sample++) {
        const at = history.at(sample) + channel;
        const value = removed ? raw[at] - shown[at] : shown[at];
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (low === Infinity) {
        down = false;
        y = NaN;
        continue;
      }
      const x = (perSample < 1 ? column + 0.5 : (sample - 0.5) * perSample) - origin;
      const a = middle + gain * low;
      const b = middle + gain * high;
      const [first, second] = down && Math.abs(b - y) < Math.abs(a - y) ? [b, a] : [a, b];
      if (down) context.lineTo(x, first);
      else context.moveTo(x, first);
      if (second !== first) context.lineTo(x, second);
      y = second;
      down = true;
    }
    return y;
  }

  private compose(sheet: Sheet, markers: MarkerMessage[], pointed: number | null): void {
    const { context, width, height, scale } = sheet;
    const look = this.look!;
    const history = this.history!;
    const plot = width - gutter;
    const bottom = height - axis;
    context.clearRect(0, 0, width, height);
    this.drawGrid(context, plot, bottom);
    const ringWidth = this.ring.width;
    const place = Math.floor(this.painted * this.columnsPerSample);
    const column = ((place % ringWidth) + ringWidth) % ringWidth;
    if (look.sweep) {
      context.drawImage(this.ring, gutter, top, plot, bottom - top);
      context.fillStyle = this.colours['surface-1'];
      context.fillRect(gutter + column / scale, top, eraseWidth, bottom - top);
      context.fillStyle = this.colours['accent'];
      context.fillRect(gutter + column / scale, top, 1, bottom - top);
    } else {
      // The first columns hold the soft edge of the newest lines, not the oldest ones.
      const oldest = column + softEdge;
      this.copyColumns(context, oldest, ringWidth, gutter + softEdge / scale, scale, bottom);
      this.copyColumns(context, 0, column, gutter + (ringWidth - column) / scale, scale, bottom);
    }
    this.flagEnds = [-Infinity, -Infinity];
    for (const gap of history.gaps) this.drawGap(context, gap.from, gap.to, plot, bottom);
    markers.forEach((marker, i) => this.drawMarker(context, marker, i, plot, bottom));
    if (pointed !== null) for (const [x] of this.screenSpans(pointed, pointed, plot)) line(context, x, top, bottom, this.colours['text-3']);
    context.drawImage(this.labels, 0, 0, gutter, height);
    this.drawScaleBar(context, width, bottom);
  }

  private copyColumns(context: CanvasRenderingContext2D, from: number, to: number, x: number, scale: number, bottom: number): void {
    if (to > from) context.drawImage(this.ring, from, 0, to - from, this.ring.height, x, top, (to - from) / scale, bottom - top);
  }

  /** Where on the screen a span of samples lies: none, one, or two pieces in sweep mode. */
  private screenSpans(from: number, to: number, plot: number): [number, number][] {
    const look = this.look!;
    const span = look.seconds * this.history!.rateHz;
    const oldest = this.painted - span;
    if (to < oldest || from > this.painted) return [];
    const x = (sample: number): number => (Math.max(0, Math.min(span, sample)) / span) * plot + gutter;
    const [a, b] = [Math.max(from, oldest), Math.min(to, this.painted)];
    if (!look.sweep) return [[x(a - oldest), x(b - oldest)]];
    const turn = Math.floor(a / span) * span;
    return b - turn <= span ? [[x(a - turn), x(b - turn)]] : [[x(a - turn), x(span)], [x(0), x(b - turn - span)]];
  }

  private drawGrid(context: CanvasRenderingContext2D, plot: number, bottom: number): void {
    const history = this.history!;
    const seconds = this.look!.seconds;
    const labelled = seconds <= 10 ? 1 : seconds <= 20 ? 2 : seconds <= 30 ? 5 : 10;
    const newest = history.timeOf(this.painted);
    context.font = `11px ${this.colours['font']}`;
    context.textBaseline = 'middle';
    context.textAlign = 'center';
    for (let second = Math.max(0, Math.ceil(newest - seconds)); second <= newest; second++) {
      const [piece] = this.screenSpans(Math.round(history.sampleAt(second)), Math.round(history.sampleAt(second)), plot);
      if (!piece) continue;
      const strong = second % labelled === 0;
      line(context, piece[0], top, bottom, strong ? this.colours['grid-strong'] : this.colours['grid']);
      if (!strong || piece[0] < gutter + 18 || piece[0] > gutter + plot - 18) continue;
      context.fillStyle = this.colours['text-3'];
      context.fillText(this.look!.clock(second), piece[0], bottom + axis / 2 + 1);
    }
  }

  private drawGap(context: CanvasRenderingContext2D, from: number, to: number, plot: number, bottom: number): void {
    for (const [x0, x1] of this.screenSpans(from, to, plot)) {
      const width = Math.max(3, x1 - x0);
      context.fillStyle = this.colours['surface-1'];
      context.fillRect(x0, top, width, bottom - top);
      context.fillStyle = this.hatch ?? this.colours['hatch'];
      context.fillRect(x0, top, width, bottom - top);
      this.drawFlag(context, x0, 1, this.look!.gapWords(to - from), this.colours['hatch']);
    }
  }

  private drawMarker(context: CanvasRenderingContext2D, marker: MarkerMessage, place: number, plot: number, bottom: number): void {
    for (const [x] of this.screenSpans(marker.sample, marker.sample, plot)) {
      context.globalAlpha = 0.55;
      line(context, x, top, bottom, this.colours['accent']);
      context.globalAlpha = 1;
      this.drawFlag(context, x, place % 2, this.look!.markerWords(marker.label), this.colours['accent']);
    }
  }

  private drawFlag(context: CanvasRenderingContext2D, x: number, level: number, words: string, colour: string): void {
    const y = level * flagHeight + 1;
    context.font = `11px ${this.colours['font']}`;
    context.textAlign = 'left';
    const width = context.measureText(words).width + 8;
    line(context, x, y, top, colour);
    // Where flags would cover each other only the pole of the later one stands.
    if (x < this.flagEnds[level]) return;
    this.flagEnds[level] = x + width;
    context.fillStyle = this.colours['surface-2'];
    context.fillRect(x, y, width, flagHeight - 1);
    context.fillStyle = colour;
    context.fillRect(x, y, 2, flagHeight - 1);
    context.fillStyle = this.colours['text-2'];
    context.fillText(words, x + 5, y + flagHeight / 2);
  }

  private drawScaleBar(context: CanvasRenderingContext2D, width: number, bottom: number): void {
    const look = this.look!;
    const rowHeight = (bottom - top) / look.channels.length;
    const wanted = 26 / rowHeight;
    const factor = [1, 2, 5, 10, 20].find((f) => f >= wanted) ?? 50;
    const high = factor * rowHeight;
    const x = width - 10;
    const y = bottom - 8;
    const words = `${factor * look.amplitude} µV`;
    context.font = `600 11px ${this.colours['font']}`;
    context.textAlign = 'right';
    const wide = context.measureText(words).width;
    context.fillStyle = this.colours['surface-1'];
    context.globalAlpha = 0.85;
    context.fillRect(x - wide - 12, y - high - 4, wide + 18, high + 8);
    context.globalAlpha = 1;
    context.strokeStyle = this.colours['text-1'];
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x - 4, y);
    context.lineTo(x + 2, y);
    context.moveTo(x - 1, y);
    context.lineTo(x - 1, y - high);
    context.moveTo(x - 4, y - high);
    context.lineTo(x + 2, y - high);
    context.stroke();
    context.fillStyle = this.colours['text-1'];
    context.fillText(words, x - 7, y - high / 2);
  }

  private drawLabels(sheet: Sheet): void {
    const { channels } = this.look!;
    this.labels.width = Math.round(gutter * sheet.scale);
    this.labels.height = Math.round(sheet.height * sheet.scale);
    const context = this.labels.getContext('2d')!;
    context.scale(sheet.scale, sheet.scale);
    const rowHeight = (sheet.height - top - axis) / channels.length;
    context.font = `${rowHeight >= 14 ? 11 : 10}px ${this.colours['font']}`;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    // Where there is not room for every name, the followed channels have the first right to theirs.
    const named: number[] = [];
    const rows = channels.map((_, row) => row).sort((a, b) => Number(channels[b].followed) - Number(channels[a].followed) || a - b);
    for (const row of rows) {
      if (named.some((other) => Math.abs(other - row) * rowHeight < nameHeight)) continue;
      named.push(row);
      const { label, followed } = channels[row];
      const side = sideOf(label);
      context.fillStyle = this.colours[followed ? `followed-${side}` : side];
      context.fillText(label, gutter - 8, top + (row + 0.5) * rowHeight);
    }
  }

  private readTokens(sheet: Sheet): void {
    const read = (name: string): void => void (this.colours[name] = token(name));
    ['surface-1', 'surface-2', 'accent', 'text-1', 'text-2', 'text-3', 'grid', 'grid-strong', 'hatch', 'font', 'removed'].forEach(read);
    this.colours.left = token('trace-left');
    this.colours.mid = token('trace-mid');
    this.colours.right = token('trace-right');
    this.colours['followed-left'] = token('left');
    this.colours['followed-mid'] = token('third');
    this.colours['followed-right'] = token('right');
    this.hatch = hatchPattern(sheet.context, this.colours.hatch);
  }
}

function line(context: CanvasRenderingContext2D, x: number, from: number, to: number, colour: string): void {
  context.fillStyle = colour;
  context.fillRect(Math.round(x), from, 1, to - from);
}

function hatchPattern(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 6;
  const pen = tile.getContext('2d')!;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const shift of [-6, 0, 6]) {
    pen.moveTo(shift, 6);
    pen.lineTo(shift + 6, 0);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat');
}
