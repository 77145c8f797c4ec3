/** The live stream as docs/reference/live-stream.md specifies it. */

export interface ChannelInfo {
  label: string;
  kind: string;
  unit: string;
  /** Direction on the unit sphere: x to the right ear, y to the nose, z up. */
  position: [number, number, number] | null;
}

export interface FilterInfo {
  id: string;
  /** b0, b1, b2, a1, a2 of each section. */
  sections: [number, number, number, number, number][];
}

export interface SessionInfo {
  stream: string;
  clock: string;
  rateHz: number | null;
  channels: ChannelInfo[];
  paradigm: string;
  classes: string[];
  decisionThreshold: number;
  source: string;
  subject: string;
  seed: number | null;
  plannedTrials: number | null;
  plannedDurationSeconds: number | null;
  mainsHz: number;
  canPause: boolean;
  filters: FilterInfo[];
}

export type LiveState = 'idle' | 'running' | 'paused' | 'ended';
export type Phase = 'rest' | 'cue' | 'imagery' | 'feedback';
export type Outcome = 'hit' | 'miss' | 'timeout';

export interface MarkerMessage {
  sample: number;
  time: number;
  label: string;
  duration: number;
}

export interface DecisionMessage {
  time: number;
  sample: number;
  probabilities: number[];
  label: string;
  truth: string | null;
  model: string;
}

export interface CursorMessage {
  position: number;
  target: string | null;
  phase: Phase;
  secondsLeft: number | null;
}

export interface TrialMessage {
  number: number;
  target: string;
  outcome: Outcome;
  seconds: number;
  accuracy: { value: number; low: number; high: number; chance: number };
  itrBitsPerMinute: number;
}

export interface StageLatency {
  stage: string;
  count: number;
  p50: number;
  p99: number;
  p999: number;
  max: number;
}

export interface LatencyMessage {
  stages: StageLatency[];
  samples: { expected: number; received: number; lost: number };
}

export interface ClockMessage {
  measuredHz: number;
  driftPpm: number;
  jitterMilliseconds: number;
}

export type TextMessage =
  | ({ type: 'info' } & SessionInfo)
  | { type: 'state'; state: LiveState }
  | ({ type: 'marker' } & MarkerMessage)
  | ({ type: 'decision' } & DecisionMessage)
  | ({ type: 'cursor' } & CursorMessage)
  | ({ type: 'trial' } & TrialMessage)
  | ({ type: 'latency' } & LatencyMessage)
  | ({ type: 'clock' } & ClockMessage)
  | { type: 'end'; reason: string };

export interface BlockMessage {
  type: 'block';
  channels: number;
  samples: number;
  firstSample: number;
  time: number;
  missingBefore: number;
  /** [sample × channel]. */
  values: Float32Array;
}

export interface SpectraMessage {
  type: 'spectra';
  channels: number;
  bins: number;
  binHz: number;
  /** [channel × bin], µV²/Hz. */
  densities: Float32Array;
}

const version = 1;
const blockHeader = 28;
const spectraHeader = 16;

/** Reads a binary message; throws when it is not one of this version. */
export function parseBinary(buffer: ArrayBuffer): BlockMessage | SpectraMessage {
  const view = new DataView(buffer);
  const type = view.getUint8(0);
  if (view.getUint8(1) !== version) throw new Error(`The stream has version ${view.getUint8(1)}, this page understands ${version}.`);
  if (type === 1) return block(view, buffer);
  if (type === 2) return spectra(view, buffer);
  throw new Error(`The stream sent an unknown binary message of type ${type}.`);
}

function block(view: DataView, buffer: ArrayBuffer): BlockMessage {
  const channels = view.getUint16(2, true);
  const samples = view.getUint32(4, true);
  return {
    type: 'block',
    channels,
    samples,
    firstSample: Number(view.getBigInt64(8, true)),
    time: view.getFloat64(16, true),
    missingBefore: view.getUint32(24, true),
    values: new Float32Array(buffer, blockHeader, channels * samples),
  };
}

function spectra(view: DataView, buffer: ArrayBuffer): SpectraMessage {
  const channels = view.getUint16(2, true);
  const bins = view.getUint16(4, true);
  return {
    type: 'spectra',
    channels,
    bins,
    binHz: view.getFloat64(8, true),
    densities: new Float32Array(buffer, spectraHeader, channels * bins),
  };
}
