import { settings } from '../settings/settings.svelte';
import { bandOf, bandPower, decibels } from './bands';
import { LiveLink } from './LiveLink';
import { suggestedFollow } from './montage';
import type {
  ClockMessage, CursorMessage, DecisionMessage, LatencyMessage, LiveState, MarkerMessage, SessionInfo, SpectraMessage, TextMessage, TrialMessage,
} from './protocol';
import { SignalHistory } from './SignalHistory';

export interface Problem {
  what: string;
  why: string;
  remedy: string;
  /** What it is about, for the words of other languages. */
  code: string;
  values: string[];
  device: string;
}

/** What changes slowly and is shown as text. Signals, spectra and decisions are in `streams`, outside of reactivity. */
export const session = $state({
  connection: 'connecting' as 'connecting' | 'open' | 'lost',
  nextAttemptAt: 0,
  state: 'idle' as LiveState,
  info: null as SessionInfo | null,
  seconds: 0,
  skipped: 0,
  latency: null as LatencyMessage | null,
  clock: null as ClockMessage | null,
  cursor: null as CursorMessage | null,
  decision: null as DecisionMessage | null,
  trials: [] as TrialMessage[],
  endReason: null as string | null,
  hasSignal: false,
  asking: false,
  problem: null as Problem | null,
});

export interface PhaseSpan {
  from: number;
  phase: CursorMessage['phase'];
  target: string | null;
}

/** What arrives many times a second; panels read it when they draw. */
export const streams = {
  history: null as SignalHistory | null,
  markers: [] as MarkerMessage[],
  decisions: [] as DecisionMessage[],
  phases: [] as PhaseSpan[],
  spectra: null as SpectraMessage | null,
  /** Counts the spectra, so that a panel knows whether to draw again. */
  spectraCount: 0,
  /** Mean of the band power in dB over about the last 30 s, by band and channel. */
  baseline: new Map<string, Float64Array>(),
  /** Sample under the pointer; the panels share it. */
  pointedSample: null as number | null,
};

const keptSeconds = 65;
const baselineShare = 0.25 / 30;
let lostBefore: number | null = null;
const link = new LiveLink<TextMessage>('api/live/stream', { text: takeText, binary: takeBinary, opened, lost });

export function openSession(): void {
  link.connect();
}

export function reconnect(): void {
  link.connect();
}

/** The labels that the spectrum follows. */
export function followedLabels(): string[] {
  if (!session.info) return [];
  const known = new Set(session.info.channels.map((channel) => channel.label));
  return settings.followed?.filter((label) => known.has(label)) ?? suggestedFollow(session.info.channels);
}

export function toggleFollowed(label: string): void {
  const now = followedLabels();
  settings.followed = now.includes(label) ? now.filter((other) => other !== label) : [...now, label];
}

/** Asks the session for something; what the server objects is shown. */
export async function ask(command: 'start' | 'pause' | 'stop'): Promise<void> {
  session.asking = command !== 'stop';
  session.problem = null;
  try {
    const response = await fetch(`api/live/${command}`, { method: 'POST' });
    if (!response.ok) session.problem = (await response.json()) as Problem;
  } catch {
    // The page shows already that the server does not answer.
  } finally {
    session.asking = false;
  }
}

/** The display filter of the settings changed, or the stream did. */
export function applyFilter(): void {
  streams.history?.setFilter(session.info?.filters.find((filter) => filter.id === settings.filter)?.sections ?? []);
}

function opened(): void {
  session.connection = 'open';
}

function lost(nextAttemptAt: number): void {
  session.connection = 'lost';
  session.nextAttemptAt = nextAttemptAt;
}

function takeText(message: TextMessage): void {
  switch (message.type) {
    case 'info': return begin(message);
    case 'state': session.state = message.state; break;
    case 'marker': keep(streams.markers, message, (m) => m.sample); break;
    case 'decision':
      keep(streams.decisions, message, (d) => d.sample);
      session.decision = message;
      break;
    case 'cursor': takeCursor(message); break;
    case 'trial': takeTrial(message); break;
    case 'latency': takeLatency(message); break;
    case 'clock': session.clock = message; break;
    case 'end': session.endReason = message.reason; break;
  }
}

function begin(info: SessionInfo): void {
  const resumes = isSameSession(info);
  session.info = info;
  session.endReason = null;
  session.trials = [];
  session.problem = null;
  if (resumes) return;
  Object.assign(session, { latency: null, clock: null, cursor: null, decision: null, seconds: 0, skipped: 0, hasSignal: false });
  streams.history = new SignalHistory(info.channels.length, info.rateHz ?? 100);
  streams.markers = [];
  streams.decisions = [];
  streams.phases = [];
  streams.spectra = null;
  streams.baseline.clear();
  lostBefore = null;
  if (settings.filter !== 'off' && !info.filters.some((filter) => filter.id === settings.filter)) settings.filter = info.filters[0]?.id ?? 'off';
  applyFilter();
}

/** After a reconnection the same session goes on: its signals stay, with a gap. A new session starts from nothing. */
function isSameSession(info: SessionInfo): boolean {
  return streams.history !== null && session.endReason === null && session.connection === 'open'
    && JSON.stringify($state.snapshot(session.info)) === JSON.stringify(info);
}

function takeBinary(message: ReturnType<typeof import('./protocol').parseBinary>): void {
  if (message.type === 'spectra') return takeSpectra(message);
  const history = streams.history;
  if (!history || message.channels !== history.channels) return;
  if (history.end > message.firstSample) restartHistory(history);
  streams.history!.append(message);
  session.hasSignal = true;
}

/** Samples that count from the start again belong to a new run of the same kind. */
function restartHistory(old: SignalHistory): void {
  lostBefore = null;
  streams.history = new SignalHistory(old.channels, old.rateHz);
  streams.markers = [];
  streams.decisions = [];
  streams.phases = [];
  applyFilter();
}

function takeSpectra(message: SpectraMessage): void {
  streams.spectra = message;
  streams.spectraCount++;
  const power = bandPower(message, bandOf(settings.band)).map(decibels);
  const mean = streams.baseline.get(settings.band);
  if (!mean || mean.length !== power.length) streams.baseline.set(settings.band, power);
  else power.forEach((value, c) => (mean[c] += (value - mean[c]) * baselineShare));
}

function takeCursor(message: CursorMessage): void {
  session.cursor = message;
  const end = streams.history?.end ?? -1;
  const last = streams.phases.at(-1);
  if (end < 0 || (last?.phase === message.phase && last.target === message.target)) return;
  keep(streams.phases, { from: end, phase: message.phase, target: message.target }, (span) => span.from);
}

function takeTrial(message: TrialMessage): void {
  if (session.trials.length === 0 || session.trials.at(-1)!.number < message.number) session.trials.push(message);
}

function keep<T>(list: T[], item: T, sampleOf: (item: T) => number): void {
  list.push(item);
  const oldest = sampleOf(item) - keptSeconds * (session.info?.rateHz ?? 100);
  while (list.length > 1 && sampleOf(list[0]) < oldest) list.shift();
}

/** What is missing here beyond what the source lost since this page joined was too much for this browser. */
function takeLatency(message: LatencyMessage): void {
  session.latency = message;
  if (!streams.history || streams.history.end < 0) return;
  const { missing } = streams.history;
  lostBefore ??= message.samples.lost - missing;
  session.skipped = Math.max(0, missing - (message.samples.lost - lostBefore));
}

/** The time of the recording for the top strip; a few times a second is enough. */
export function refreshSeconds(): void {
  const history = streams.history;
  if (history && history.end >= 0) session.seconds = history.end / history.rateHz;
}
