import { LiveLink } from '../live/LiveLink';
import type { Problem } from '../live/session.svelte';

export type DeviceState = 'idle' | 'connecting' | 'streaming' | 'lost' | 'ended' | 'faulted';
export type ChannelVerdict = 'notFinite' | 'flat' | 'saturated' | 'mains' | 'large' | 'good';

export interface Protocol {
  name: string;
  title: string;
  example: string;
  options: { name: string; meaning: string }[];
}

export interface FoundDevice {
  address: string;
  name: string;
  type: string;
  channels: number | null;
  rateHz: number | null;
  detail: string;
}

export interface DeviceGap {
  at: string;
  firstSample: number;
  samples: number;
  seconds: number | null;
  reason: 'counter' | 'stamps' | 'reconnected' | 'damage' | 'overflow' | 'diskFull';
  isEstimated: boolean;
}

export interface DeviceNotice {
  at: string;
  kind: 'connecting' | 'connected' | 'lost' | 'garbage' | 'late' | 'fault' | 'note';
  text: string;
  amount: number;
  times: number;
  /** What the text is about; null when the kind says all. */
  code: string | null;
  values: string[];
}

export type ClockReasonCode =
  | 'nothingHeard' | 'drift' | 'uncertainty' | 'jitter' | 'bursts' | 'restarts' | 'gaps' | 'warmUp' | 'rate' | 'equalStamps' | 'backwardStamps'
  | 'outliers' | 'hostSuspended' | 'wallClockSet';

export interface ClockReading {
  /** Null in the warm-up. */
  grade: 'good' | 'doubtful' | 'bad' | null;
  reasons: { code: ClockReasonCode; values: number[] }[];
  warmUpShare: number;
  driftPpm: number;
  uncertaintyMilliseconds: number;
  measuredHz: number | null;
  restarts: number;
}

export interface DeskRecording {
  name: string;
  started: string;
  seconds: number;
  hasEnded: boolean;
  bytes: number;
  samples: number;
  missing: number;
  gaps: number;
  streams: number;
  notes: number;
  isDiskFull: boolean;
  alarms: { kind: string; text: string; values: string[] }[];
}

export interface DeviceChannel {
  label: string;
  unit: string;
  verdict: ChannelVerdict | null;
  rms: number | null;
  peakToPeak: number | null;
  mainsShare: number | null;
  impedanceKilohms: number | null;
}

export interface Device {
  id: string;
  address: string;
  protocol: string;
  title: string;
  name: string | null;
  isEmulated: boolean;
  isPlugged: boolean;
  isShown: boolean;
  state: DeviceState;
  problem: Problem | null;
  rateHz: number | null;
  received: number;
  missing: number;
  late: number;
  gapCount: number;
  reconnections: number;
  garbageBytes: number;
  gaps: DeviceGap[];
  notices: DeviceNotice[];
  clock: ClockReading | null;
  channels: DeviceChannel[];
}

interface DevicesMessage {
  type: 'devices';
  devices: Device[];
  recording: DeskRecording | null;
}

/** The devices as the server last told of them, and what is being asked. */
export const desk = $state({
  protocols: [] as Protocol[],
  found: null as FoundDevice[] | null,
  devices: [] as Device[],
  /** The recording that runs, or the last one. */
  recording: null as DeskRecording | null,
  /** What is asked at the moment: `find`, `connect`, `emulate`, or the id of a device. */
  asking: null as string | null,
  problem: null as Problem | null,
});

const link = new LiveLink<DevicesMessage>('api/devices/stream', {
  text: (message) => Object.assign(desk, { devices: message.devices, recording: message.recording }),
  opened: () => void load(),
  lost: () => {},
});

export function openDesk(): void {
  link.connect();
}

export async function find(): Promise<void> {
  const answer = await ask<{ found: FoundDevice[] }>('find', 'api/devices/find');
  if (answer) desk.found = answer.found;
}

export async function connect(address: string): Promise<Device | null> {
  return taken(await ask<Device>('connect', 'api/devices/connect', { address }));
}

export async function emulate(protocol: string): Promise<Device | null> {
  return taken(await ask<Device>('emulate', 'api/devices/connect', { protocol }));
}

export async function act(device: Device, verb: 'disconnect' | 'show' | 'plug' | 'unplug'): Promise<boolean> {
  return (await ask<Device>(device.id, `api/devices/${device.id}/${verb}`)) !== null;
}

/** Begins a recording; `awaitsSession` when a session is about to begin, so that there need be nothing to record yet. */
export async function startRecording(name: string, note: string, awaitsSession = false): Promise<boolean> {
  const recording = await ask<DeskRecording>('record', 'api/recording/start', { name, note, awaitsSession });
  if (recording) desk.recording = recording;
  return recording !== null;
}

export async function addNote(text: string): Promise<boolean> {
  return (await ask<DeskRecording>('note', 'api/recording/note', { text })) !== null;
}

export async function stopRecording(): Promise<void> {
  desk.recording = (await ask<DeskRecording>('stop', 'api/recording/stop')) ?? desk.recording;
}

/** Asks the server; what it objects stands in `desk.problem`. */
export async function ask<Answer>(what: string, path: string, body?: unknown): Promise<Answer | null> {
  desk.asking = what;
  desk.problem = null;
  try {
    const response = await fetch(path, body === undefined ? { method: 'POST' } : { method: 'POST', body: JSON.stringify(body) });
    const answer = (await response.json()) as Answer | Problem;
    if (response.ok) return answer as Answer;
    desk.problem = answer as Problem;
    return null;
  } catch {
    return null; // the page shows already that the server does not answer
  } finally {
    desk.asking = null;
  }
}

async function load(): Promise<void> {
  const answer = (await (await fetch('api/devices')).json()) as { protocols: Protocol[]; found: FoundDevice[] | null; devices: Device[] };
  desk.protocols = answer.protocols;
  desk.found = answer.found;
  desk.devices = answer.devices;
}

function taken(device: Device | null): Device | null {
  if (device && !desk.devices.some((known) => known.id === device.id)) desk.devices.push(device);
  return device;
}
