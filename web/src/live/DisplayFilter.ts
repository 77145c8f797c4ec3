import type { FilterInfo } from './protocol';

/**
 * A causal cascade of second-order sections over all channels, direct form II transposed, state in double precision. It starts
 * as though the first sample had always been there, so that an offset makes no jump.
 */
export class DisplayFilter {
  private readonly state: Float64Array;
  private settled = false;

  constructor(
    private readonly sections: FilterInfo['sections'],
    private readonly channels: number,
  ) {
    this.state = new Float64Array(2 * sections.length * channels);
  }

  /** The next sample is the first after a gap. */
  restart(): void {
    this.settled = false;
  }

  /** Filters one sample of all channels: `input[from …]` into `output[to …]`. */
  process(input: Float32Array, from: number, output: Float32Array, to: number): void {
    const { sections, channels, state } = this;
    if (!this.settled) this.settle(input, from);
    for (let channel = 0; channel < channels; channel++) {
      let value = input[from + channel];
      for (let s = 0; s < sections.length; s++) {
        const [b0, b1, b2, a1, a2] = sections[s];
        const at = 2 * (s * channels + channel);
        const out = b0 * value + state[at];
        state[at] = b1 * value - a1 * out + state[at + 1];
        state[at + 1] = b2 * value - a2 * out;
        value = out;
      }
      output[to + channel] = value;
    }
  }

  private settle(input: Float32Array, from: number): void {
    const { sections, channels, state } = this;
    for (let channel = 0; channel < channels; channel++) {
      let value = input[from + channel];
      for (let s = 0; s < sections.length; s++) {
        const [b0, b1, b2, a1, a2] = sections[s];
        const out = (value * (b0 + b1 + b2)) / (1 + a1 + a2);
        const at = 2 * (s * channels + channel);
        state[at] = out - b0 * value;
        state[at + 1] = b2 * value - a2 * out;
        value = out;
      }
    }
    this.settled = true;
  }
}
