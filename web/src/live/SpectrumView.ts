import { decibels, type Band } from './bands';
import type { SpectraMessage } from './protocol';
import { token, type Sheet } from './sharpCanvas';

export interface SpectrumLook {
  lines: { channel: number; token: string; dashed: boolean }[];
  band: Band;
  mainsHz: number;
  axis: string;
  mains: string;
}

const left = 30;
const right = 8;
const above = 16;
const below = 18;
const highestHz = 65;

/** Draws spectra in decibels up to 65 Hz: all channels faintly behind, the followed ones in front, band and mains marked. */
export class SpectrumView {
  private range: [number, number] | null = null;

  draw(sheet: Sheet, spectra: SpectraMessage, look: SpectrumLook): void {
    const { context, width, height } = sheet;
    context.clearRect(0, 0, width, height);
    const bins = Math.min(spectra.bins, Math.floor(highestHz / spectra.binHz) + 1);
    const topHz = (bins - 1) * spectra.binHz;
    this.follow(spectra, bins);
    const [low, high] = this.range!;
    const x = (hz: number): number => left + (hz / topHz) * (width - left - right);
    const y = (db: number): number => above + ((high - db) / (high - low)) * (height - above - below);
    context.fillStyle = token('shade');
    context.fillRect(x(look.band.lowHz), above, x(look.band.highHz) - x(look.band.lowHz), height - above - below);
    this.drawAxes(sheet, look, topHz, x, y);
    context.save();
    context.beginPath();
    context.rect(left, above, width - left - right, height - above - below);
    context.clip();
    context.lineJoin = 'round';
    const followed = new Set(look.lines.map((line) => line.channel));
    context.globalAlpha = 0.22;
    for (let c = 0; c < spectra.channels; c++) if (!followed.has(c)) strokeLine(context, spectra, c, bins, x, y, token('text-3'), 0.8, false);
    context.globalAlpha = 1;
    for (const line of look.lines) strokeLine(context, spectra, line.channel, bins, x, y, token(line.token), 1.7, line.dashed);
    context.restore();
  }

  /** The axis covers what is there in whole steps of 10 dB, and moves only when it has to. */
  private follow(spectra: SpectraMessage, bins: number): void {
    let lowest = Infinity;
    let highest = -Infinity;
    for (let c = 0; c < spectra.channels; c++)
      for (let bin = 2; bin < bins; bin++) {
        const value = decibels(spectra.densities[c * spectra.bins + bin]);
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
    const low = Math.max(-40, 10 * Math.floor(lowest / 10));
    const high = Math.max(low + 20, 10 * Math.ceil(highest / 10));
    if (!this.range || low < this.range[0] || high > this.range[1] || lowest > this.range[0] + 15 || highest < this.range[1] - 15) this.range = [low, high];
  }

  private drawAxes(sheet: Sheet, look: SpectrumLook, topHz: number, x: (hz: number) => number, y: (db: number) => number): void {
    const { context, width, height } = sheet;
    const [low, high] = this.range!;
    context.font = `11px ${token('font')}`;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    for (let db = low; db <= high; db += 10) {
      context.fillStyle = token('grid-strong');
      context.fillRect(left, Math.round(y(db)), width - left - right, 1);
      context.fillStyle = token('text-3');
      context.fillText(String(db).replace('-', '−'), left - 5, y(db));
    }
    context.textAlign = 'center';
    for (let hz = 10; hz < topHz - 2; hz += 10) {
      context.fillStyle = token('grid');
      context.fillRect(Math.round(x(hz)), above, 1, height - above - below);
      context.fillStyle = token('text-3');
      context.fillText(hz + 10 > topHz - 2 ? `${hz} Hz` : String(hz), x(hz), height - below / 2);
    }
    context.textAlign = 'left';
    context.fillText(look.axis, left, above / 2);
    if (look.mainsHz < topHz) this.drawMains(sheet, look, x(look.mainsHz));
  }

  private drawMains(sheet: Sheet, look: SpectrumLook, x: number): void {
    const { context, height } = sheet;
    context.strokeStyle = token('hatch');
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(x, above);
    context.lineTo(x, height - below);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = token('hatch');
    context.textAlign = 'right';
    context.fillText(look.mains, x - 4, above + 8);
  }
}

function strokeLine(
  context: CanvasRenderingContext2D, spectra: SpectraMessage, channel: number, bins: number,
  x: (hz: number) => number, y: (db: number) => number, colour: string, width: number, dashed: boolean,
): void {
  context.beginPath();
  for (let bin = 1; bin < bins; bin++) context.lineTo(x(bin * spectra.binHz), y(decibels(spectra.densities[channel * spectra.bins + bin])));
  context.setLineDash(dashed ? [4, 3] : []);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}
