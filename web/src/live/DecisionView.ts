import type { DecisionMessage } from './protocol';
import type { PhaseSpan } from './session.svelte';
import { token, type Sheet } from './sharpCanvas';

export interface DecisionLook {
  /** One past the newest sample, and the samples that the plot spans; the same as in the signals above. */
  end: number;
  span: number;
  decisions: DecisionMessage[];
  phases: PhaseSpan[];
  classes: string[];
  threshold: number;
  thresholdWords: string;
  pointed: number | null;
}

const left = 46;
const right = 0;
const above = 4;
const below = 8;
const tones = ['left', 'right', 'third'];

/** Draws the probability of each class over time; behind it what was asked for, across it the threshold. */
export class DecisionView {
  draw(sheet: Sheet, look: DecisionLook): void {
    const { context, width, height } = sheet;
    context.clearRect(0, 0, width, height);
    const x = (sample: number): number => left + ((sample - (look.end - look.span)) / look.span) * (width - left - right);
    const y = (share: number): number => above + (1 - share) * (height - above - below);
    this.drawAxis(sheet, y);
    context.save();
    context.beginPath();
    context.rect(left, 0, width - left - right, height);
    context.clip();
    this.drawPhases(sheet, look, x, y);
    look.classes.forEach((_, c) => this.drawClass(context, look, c, x, y));
    if (look.pointed !== null) {
      context.fillStyle = token('text-3');
      context.fillRect(Math.round(x(look.pointed)), above, 1, height - above - below);
    }
    context.restore();
    this.drawThreshold(sheet, look, y(look.threshold));
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
      context.fillText(`${share * 100}%`, left - 8, Math.max(8, y(share)));
    }
  }

  private drawPhases(sheet: Sheet, look: DecisionLook, x: (sample: number) => number, y: (share: number) => number): void {
    const { context } = sheet;
    look.phases.forEach((span, i) => {
      if (span.target === null || span.phase === 'rest' || span.phase === 'cue') return;
      const from = x(span.from);
      const to = x(look.phases[i + 1]?.from ?? look.end);
      context.fillStyle = token(tones[look.classes.indexOf(span.target) % 3] ?? 'third');
      context.globalAlpha = span.phase === 'feedback' ? 0.16 : 0.08;
      context.fillRect(from, y(1), to - from, y(0) - y(1));
      context.globalAlpha = 1;
    });
  }

  private drawClass(context: CanvasRenderingContext2D, look: DecisionLook, c: number, x: (s: number) => number, y: (p: number) => number): void {
    context.beginPath();
    for (const decision of look.decisions) {
      if (decision.sample < look.end - look.span * 1.02) continue;
      context.lineTo(x(decision.sample), y(decision.probabilities[c]));
    }
    context.strokeStyle = token(tones[c % 3]);
    context.lineWidth = 1.7;
    context.lineJoin = 'round';
    context.stroke();
  }

  private drawThreshold(sheet: Sheet, look: DecisionLook, y: number): void {
    const { context, width } = sheet;
    context.strokeStyle = token('text-2');
    context.lineWidth = 1;
    context.setLineDash([2, 4]);
    context.beginPath();
    context.moveTo(left, Math.round(y) + 0.5);
    context.lineTo(width - right, Math.round(y) + 0.5);
    context.stroke();
    context.setLineDash([]);
    context.textAlign = 'left';
    const words = look.thresholdWords;
    const wide = context.measureText(words).width;
    context.fillStyle = token('surface-1');
    context.globalAlpha = 0.8;
    context.fillRect(left + 3, y - 15, wide + 6, 14);
    context.globalAlpha = 1;
    context.fillStyle = token('text-2');
    context.fillText(words, left + 6, y - 7.5);
  }
}
