import { number } from './words.svelte';

/** A length in bytes as people read it, in steps of 1000. */
export function byteSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${number(value, step === 0 || value >= 100 ? 0 : 1)} ${units[step]}`;
}
