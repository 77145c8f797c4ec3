import type { TrialMessage } from './protocol';
import { token, type Sheet } from './sharpCanvas';

const left = 36;
const right = 10;
const above = 8;
const ticks = 26;

/** Draws the accuracy after each trial with its interval, the chance level, and how each trial ended. */
export class AccuracyView {
  draw(sheet: Sheet, trials: TrialMessage[], planned: number | null, chanceWords: string): void {
    const { context, width, height } = sheet;
    context.clearRect(0, 0, width, height);
    const bottom = height - ticks;
    const count = Math.max(10, trials.length, Math.min(planned ?? 0, trials.length + 20));
    const x = (number: number): number => left + ((number - 0.5) / count) * (width - left - right);
    const y = (share: number): number => above + (1 - share) * (bottom - above);
    this.drawAxis(sheet, y);
    const chance = trials.at(-1)?.accuracy.chance;
    if (chance !== undefined) this.drawChance(sheet, y(chance), chanceWords);
    if (trials.length === 0) return;
    this.drawInterval(context, trials, x, y);
    this.drawValue(context, trials, x, y);
    trials.forEach((trial) => this.drawOutcome(context, trial, x(trial.number), bottom + 12, Math.min(4, ((width - left - right) / count) * 0.36)));
  }

  private drawAxis(sheet: Sheet, y: (share: number) => number): void {
    const { context, width } = sheet;
    context.font = `11px ${token('font')}`;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    for (const share of [0, 0.5, 1]) {
      context.fillStyle = token('grid-strong');
      context.fillRect(left, Math.round(y(share)), width - left - right, 1);
      context.fillStyle = token('text-3');
      context.fillText(`${share * 100}%`, left - 6, y(share));
    }
  }

  private drawChance(sheet: Sheet, y: number, words: string): void {
    const { context, width } = sheet;
    context.strokeStyle = token('text-2');
    context.setLineDash([5, 4]);
    context.beginPath();
    context.moveTo(left, Math.round(y) + 0.5);
    context.lineTo(width - right, Math.round(y) + 0.5);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = token('text-2');
    context.textAlign = 'right';
    context.fillText(words, width - right, y + 9);
  }

  private drawInterval(context: CanvasRenderingContext2D, trials: TrialMessage[], x: (n: number) => number, y: (s: number) => number): void {
    context.beginPath();
    for (const trial of trials) context.lineTo(x(trial.number), y(trial.accuracy.high));
    for (const trial of trials.toReversed()) context.lineTo(x(trial.number), y(trial.accuracy.low));
    context.closePath();
    context.fillStyle = token('accent');
    context.globalAlpha = 0.2;
    context.fill();
    context.globalAlpha = 1;
  }

  private drawValue(context: CanvasRenderingContext2D, trials: TrialMessage[], x: (n: number) => number, y: (s: number) => number): void {
    context.beginPath();
    for (const trial of trials) context.lineTo(x(trial.number), y(trial.accuracy.value));
    context.strokeStyle = token('accent');
    context.lineWidth = 2;
    context.lineJoin = 'round';
    context.stroke();
    const last = trials.at(-1)!;
    context.beginPath();
    context.arc(x(last.number), y(last.accuracy.value), 3, 0, 2 * Math.PI);
    context.fillStyle = token('accent');
    context.fill();
  }

  /** Told apart by shape as well as by colour: a filled dot, a cross, a ring. */
  private drawOutcome(context: CanvasRenderingContext2D, trial: TrialMessage, x: number, y: number, r: number): void {
    context.lineWidth = 1.6;
    context.beginPath();
    if (trial.outcome === 'miss') {
      context.moveTo(x - r, y - r);
      context.lineTo(x + r, y + r);
      context.moveTo(x + r, y - r);
      context.lineTo(x - r, y + r);
    } else context.arc(x, y, r, 0, 2 * Math.PI);
    const colour = token({ hit: 'good', miss: 'bad', timeout: 'warn' }[trial.outcome]);
    context.fillStyle = context.strokeStyle = colour;
    if (trial.outcome === 'hit') context.fill();
    else context.stroke();
  }
}
