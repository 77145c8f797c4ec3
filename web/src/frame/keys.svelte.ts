import { bands } from '../live/bands';
import { ask, session } from '../live/session.svelte';
import { amplitudes, settings, step, timeBases } from '../settings/settings.svelte';
import type { WordKey } from '../words/en';

/** Panels that open over the page; one at a time. */
export const overlay = $state({ open: null as 'keys' | 'channels' | null });

interface Binding {
  keys: string[];
  shown: string[];
  words: WordKey;
  act: () => void;
}

function cycle<T>(list: T[], now: T): T {
  return list[(list.indexOf(now) + 1) % list.length];
}

function open(name: 'keys' | 'channels'): void {
  overlay.open = overlay.open === name ? null : name;
}

export const bindings: Binding[] = [
  {
    keys: [' '], shown: ['key.space'], words: 'keys.startPause',
    act: () => void ask(session.state === 'running' ? 'pause' : 'start'),
  },
  { keys: ['s', 'S'], shown: ['S', 'Ctrl + .'], words: 'keys.stop', act: () => void ask('stop') },
  {
    keys: ['ArrowUp'], shown: ['↑'], words: 'keys.amplitude',
    act: () => (settings.amplitude = step(amplitudes, settings.amplitude, -1)),
  },
  { keys: ['ArrowDown'], shown: ['↓'], words: 'keys.amplitude', act: () => (settings.amplitude = step(amplitudes, settings.amplitude, 1)) },
  { keys: ['ArrowLeft'], shown: ['←'], words: 'keys.seconds', act: () => (settings.seconds = step(timeBases, settings.seconds, -1)) },
  { keys: ['ArrowRight'], shown: ['→'], words: 'keys.seconds', act: () => (settings.seconds = step(timeBases, settings.seconds, 1)) },
  {
    keys: ['f', 'F'], shown: ['F'], words: 'keys.filter',
    act: () => (settings.filter = cycle(['off', ...(session.info?.filters.map((filter) => filter.id) ?? [])], settings.filter)),
  },
  { keys: ['r', 'R'], shown: ['R'], words: 'keys.removed', act: () => (settings.removed = !settings.removed) },
  { keys: ['m', 'M'], shown: ['M'], words: 'keys.mode', act: () => (settings.mode = settings.mode === 'scroll' ? 'sweep' : 'scroll') },
  { keys: ['p', 'P'], shown: ['P'], words: 'keys.polarity', act: () => (settings.negativeUp = !settings.negativeUp) },
  { keys: ['c', 'C'], shown: ['C'], words: 'keys.channels', act: () => open('channels') },
  { keys: ['b', 'B'], shown: ['B'], words: 'keys.band', act: () => (settings.band = cycle<string>(bands.map((band) => band.id), settings.band)) },
  { keys: ['l', 'L'], shown: ['L'], words: 'keys.language', act: () => (settings.language = settings.language === 'en' ? 'zh' : 'en') },
  { keys: ['t', 'T'], shown: ['T'], words: 'keys.theme', act: () => (settings.theme = settings.theme === 'dark' ? 'light' : 'dark') },
  { keys: ['?'], shown: ['?'], words: 'keys.help', act: () => open('keys') },
];

/** The keyboard of the whole studio. Keys that a control needs itself stay with the control. */
export function pressed(event: KeyboardEvent): void {
  if (event.key === '.' && (event.ctrlKey || event.metaKey)) return take(event, () => void ask('stop'));
  if (event.key === 'Escape' && overlay.open) return take(event, () => (overlay.open = null));
  if (!settings.singleKeys || event.ctrlKey || event.metaKey || event.altKey || belongsToControl(event)) return;
  const binding = bindings.find((candidate) => candidate.keys.includes(event.key));
  if (binding) take(event, binding.act);
}

function take(event: KeyboardEvent, act: () => void): void {
  event.preventDefault();
  act();
}

function belongsToControl(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  if (target.closest('select, textarea, input:not([type=checkbox])')) return true;
  const activates = event.key === ' ' && target.closest('button, a, input, summary') !== null;
  const moves = event.key.startsWith('Arrow') && target.closest('[role=separator], input, [data-scrolls]') !== null;
  return activates || moves;
}
