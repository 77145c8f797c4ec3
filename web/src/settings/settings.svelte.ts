import type { Language } from '../words/words.svelte';

/** What a person changed. Kept per browser; the part that describes a view also stands in the address. */
export interface Settings {
  language: Language;
  theme: 'dark' | 'light';
  singleKeys: boolean;
  /** Places of the splitters, in per cent of what they divide. */
  splits: Record<string, number>;
  amplitude: number;
  seconds: number;
  filter: string;
  mode: 'scroll' | 'sweep';
  negativeUp: boolean;
  removed: boolean;
  /** Labels of the channels that are shown; null shows all. */
  shown: string[] | null;
  /** Labels of the channels that are followed in the spectrum; null follows what the montage suggests. */
  followed: string[] | null;
  band: string;
  quantity: 'db' | 'power' | 'change';
}

export const amplitudes = [5, 7, 10, 15, 20, 30, 50, 70, 100];
export const timeBases = [5, 10, 15, 20, 30, 60];

const key = 'pons.studio';
const inAddress = ['amplitude', 'seconds', 'filter', 'band', 'quantity', 'shown', 'followed'] as const;

export const settings: Settings = $state({ ...defaults(), ...stored(), ...fromAddress(location.hash) });

/** Keeps the settings in this browser and the view in the address whenever they change; call once, from a component. */
export function keepSettings(): void {
  $effect(() => {
    try {
      localStorage.setItem(key, JSON.stringify(settings));
    } catch {
      // A browser that forbids storing still shows everything; it only forgets at the end.
    }
  });
  $effect(() => {
    history.replaceState(null, '', toAddress(location.hash || '#/live'));
  });
}

/** The next or the previous entry of a list, without going over its ends. */
export function step(list: number[], value: number, by: number): number {
  const at = list.findIndex((entry) => entry >= value);
  return list[Math.min(list.length - 1, Math.max(0, (at < 0 ? list.length - 1 : at) + by))];
}

function defaults(): Settings {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    language: navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en',
    theme: matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark',
    singleKeys: true,
    splits: {},
    amplitude: 30,
    seconds: 10,
    filter: '1-40',
    mode: calm ? 'sweep' : 'scroll',
    negativeUp: false,
    removed: false,
    shown: null,
    followed: null,
    band: 'mu',
    quantity: 'db',
  };
}

function stored(): Partial<Settings> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Settings>;
  } catch {
    return {};
  }
}

function fromAddress(hash: string): Partial<Settings> {
  const parameters = new URLSearchParams(hash.split('?')[1] ?? '');
  const view: Record<string, unknown> = {};
  for (const name of inAddress) {
    const text = parameters.get(name);
    if (text === null) continue;
    if (name === 'shown' || name === 'followed') view[name] = text === '' ? [] : text.split(',');
    else if (name === 'amplitude') view[name] = step(amplitudes, Number(text) || 30, 0);
    else if (name === 'seconds') view[name] = step(timeBases, Number(text) || 10, 0);
    else view[name] = text;
  }
  return view as Partial<Settings>;
}

function toAddress(address: string): string {
  if (address.startsWith('#/sessions')) return address; // a recording has a view of its own
  const [page] = address.split('?');
  const usual = defaults();
  const parameters = new URLSearchParams();
  for (const name of inAddress) {
    const value = settings[name];
    if (value === null || value === usual[name]) continue;
    parameters.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
  const query = parameters.toString().replaceAll('%2C', ',');
  return query ? `${page}?${query}` : page;
}
