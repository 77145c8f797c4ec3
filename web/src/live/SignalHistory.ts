import { DisplayFilter } from './DisplayFilter';
import type { BlockMessage, FilterInfo } from './protocol';

export interface Gap {
  from: number;
  to: number;
}

/**
 * The last minute of samples, raw and as the display filter shows them, in two rings [sample × channel]. Samples that are
 * missing are NaN, and each gap is remembered with its length. Indices count from the start of the stream.
 */
export class SignalHistory {
  readonly raw: Float32Array;
  readonly shown: Float32Array;
  readonly capacity: number;
  gaps: Gap[] = [];
  /** Samples that are missing since the first one that was received. */
  missing = 0;
  /** One past the newest sample; -1 before the first. */
  end = -1;
  /** The first sample that was ever received. */
  private origin = -1;
  /** Stream time of sample 0. */
  private zero = 0;
  private filter: DisplayFilter | null = null;
  private sections: FilterInfo['sections'] = [];

  constructor(
    readonly channels: number,
    readonly rateHz: number,
    seconds = 62,
  ) {
    this.capacity = Math.ceil(seconds * rateHz);
    this.raw = new Float32Array(this.capacity * channels).fill(NaN);
    this.shown = new Float32Array(this.capacity * channels).fill(NaN);
  }

  /** The oldest sample that is still held. */
  get first(): number {
    return Math.max(this.origin, this.end - this.capacity);
  }

  /** Place of the first channel of a sample in the rings. */
  at(sample: number): number {
    return (sample % this.capacity) * this.channels;
  }

  timeOf(sample: number): number {
    return this.zero + sample / this.rateHz;
  }

  sampleAt(time: number): number {
    return (time - this.zero) * this.rateHz;
  }

  append(block: BlockMessage): void {
    if (this.end < 0) this.origin = block.firstSample;
    else if (block.firstSample > this.end) this.addGap(this.end, block.firstSample);
    else if (block.firstSample < this.end) return;
    this.zero = block.time - block.firstSample / this.rateHz;
    for (let i = 0; i < block.samples; i++) this.put(block.firstSample + i, block.values, i * this.channels);
    this.end = block.firstSample + block.samples;
  }

  /** Shows the signal through other sections from now on, what is held included. No section shows it raw. */
  setFilter(sections: FilterInfo['sections']): void {
    this.sections = sections;
    this.filter = sections.length > 0 ? new DisplayFilter(sections, this.channels) : null;
    for (let sample = this.first; sample < this.end; sample++) this.show(this.at(sample));
  }

  get isFiltered(): boolean {
    return this.sections.length > 0;
  }

  private put(sample: number, values: Float32Array, from: number): void {
    const at = this.at(sample);
    for (let c = 0; c < this.channels; c++) this.raw[at + c] = values[from + c];
    this.show(at);
  }

  private show(at: number): void {
    if (Number.isNaN(this.raw[at])) {
      this.filter?.restart();
      this.shown.fill(NaN, at, at + this.channels);
    } else if (this.filter) this.filter.process(this.raw, at, this.shown, at);
    else this.shown.set(this.raw.subarray(at, at + this.channels), at);
  }

  private addGap(from: number, to: number): void {
    this.gaps.push({ from, to });
    this.missing += to - from;
    const oldest = to - this.capacity;
    this.gaps = this.gaps.filter((gap) => gap.to > oldest);
    for (let sample = Math.max(from, oldest); sample < to; sample++) {
      const at = this.at(sample);
      this.raw.fill(NaN, at, at + this.channels);
      this.shown.fill(NaN, at, at + this.channels);
    }
    this.filter?.restart();
  }
}
