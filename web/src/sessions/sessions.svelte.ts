import type { Problem } from '../live/session.svelte';
import type { Saying } from '../words/said';
import { en, type WordKey } from '../words/en';
import { named, number, t } from '../words/words.svelte';

export type Verdict = 'good' | 'doubtful' | 'bad';
export type SessionReason = 'unreadable' | 'empty' | 'gaps' | 'cutOff' | 'alarms' | 'clock' | 'mended';

export interface SessionSummary {
  name: string;
  bytes: number;
  changed: string;
  format: string;
  /** Wall clock of the room, without a time zone; null when the file does not say. */
  start: string | null;
  seconds: number;
  streams: { name: string; channels: number; rateHz: number | null }[];
  gapCount: number;
  missing: number;
  verdict: Verdict;
  reasons: SessionReason[];
}

export interface SessionStream {
  name: string;
  channels: number;
  rateHz: number | null;
  samples: number;
  missing: number;
  from: number;
  seconds: number;
  gaps: { from: number; seconds: number; samples: number }[];
  clock: { driftPpm: number | null; uncertaintyMilliseconds: number | null } | null;
}

export interface SessionEvent {
  kind: string;
  at: number;
  text: string;
  stream: string;
  /** What the text is about; null for what a person or a device wrote. */
  code: string | null;
  values: string[];
  amount: number;
}

/** What kind of event it is, in words; a kind of a later version stands for itself. */
export function kindOf(event: SessionEvent): string {
  const key = `event.${event.kind}`;
  return key in en ? t(key as WordKey) : event.kind;
}

/** What stands at an event, for the words of this language. */
export function sayingOf(event: SessionEvent): Saying {
  return { code: event.code, values: event.values, device: event.stream, amount: number(event.amount), english: event.kind === 'marker' ? named('marker', event.text) : event.text };
}

export interface SessionDetail extends Omit<SessionSummary, 'streams'> {
  description: string;
  warnings: string[];
  streams: SessionStream[];
  receivers: { to: string; sent: number; unsent: number; safeStates: number }[];
  events: SessionEvent[];
}

export interface ExportResult {
  folder: string;
  files: { name: string; bytes: number }[];
  losses: string[];
}

/** The recordings as the server last listed them, and the one that is open. */
export const shelf = $state({
  folder: '',
  formats: [] as { name: string; extension: string }[],
  sessions: null as SessionSummary[] | null,
  detail: null as SessionDetail | null,
  exported: null as ExportResult | null,
  asking: null as 'list' | 'open' | 'replay' | 'export' | null,
  problem: null as Problem | null,
});

export async function list(): Promise<void> {
  const answer = await ask<{ folder: string; formats: typeof shelf.formats; sessions: SessionSummary[] }>('list', 'api/sessions');
  if (answer) Object.assign(shelf, answer);
}

export async function open(name: string): Promise<void> {
  shelf.exported = null;
  shelf.detail = await ask<SessionDetail>('open', `api/sessions/${encodeURIComponent(name)}`);
}

export async function replay(name: string, from: number, speed: number): Promise<boolean> {
  return (await ask('replay', `api/sessions/${encodeURIComponent(name)}/replay`, { from, speed })) !== null;
}

export async function exportTo(name: string, format: string): Promise<void> {
  shelf.exported = await ask<ExportResult>('export', `api/sessions/${encodeURIComponent(name)}/export`, { format });
}

async function ask<Answer>(what: typeof shelf.asking, path: string, body?: unknown): Promise<Answer | null> {
  shelf.asking = what;
  shelf.problem = null;
  try {
    const response = await fetch(path, body === undefined ? undefined : { method: 'POST', body: JSON.stringify(body) });
    const answer = (await response.json()) as Answer | Problem;
    if (response.ok) return answer as Answer;
    shelf.problem = answer as Problem;
    return null;
  } catch {
    return null; // the page shows already that the server does not answer
  } finally {
    shelf.asking = null;
  }
}
