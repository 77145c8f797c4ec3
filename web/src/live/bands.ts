import type { SpectraMessage } from './protocol';

export interface Band {
  id: 'delta' | 'theta' | 'alpha' | 'mu' | 'beta' | 'gamma';
  lowHz: number;
  highHz: number;
}

export const bands: Band[] = [
  { id: 'delta', lowHz: 1, highHz: 4 },
  { id: 'theta', lowHz: 4, highHz: 8 },
  { id: 'alpha', lowHz: 8, highHz: 13 },
  { id: 'mu', lowHz: 10, highHz: 13 },
  { id: 'beta', lowHz: 13, highHz: 30 },
  { id: 'gamma', lowHz: 30, highHz: 45 },
];

export function bandOf(id: string): Band {
  return bands.find((band) => band.id === id) ?? bands[3];
}

/** Power of each channel in a band, in µV²: the bins from the lower edge up to but without the upper one. */
export function bandPower(spectra: SpectraMessage, band: Band): Float64Array {
  const from = Math.ceil(band.lowHz / spectra.binHz);
  const to = Math.min(spectra.bins, Math.ceil(band.highHz / spectra.binHz));
  const power = new Float64Array(spectra.channels);
  for (let c = 0; c < spectra.channels; c++)
    for (let bin = from; bin < to; bin++) power[c] += spectra.densities[c * spectra.bins + bin] * spectra.binHz;
  return power;
}

export function decibels(power: number): number {
  return 10 * Math.log10(Math.max(power, 1e-12));
}
