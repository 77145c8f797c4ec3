import type { ChannelInfo } from './protocol';

export type Region = 'frontal' | 'central' | 'temporal' | 'parietal' | 'occipital' | 'other';
export type Side = 'left' | 'mid' | 'right';

export const regions: Region[] = ['frontal', 'central', 'temporal', 'parietal', 'occipital', 'other'];

const tenTwenty = new Set(
  'Fp1 Fp2 F7 F3 Fz F4 F8 T7 T3 C3 Cz C4 T8 T4 P7 T5 P3 Pz P4 P8 T6 O1 O2'.split(' ').map((label) => label.toUpperCase()),
);
const motor = /^(FC|C|CP)(Z|[1-6])$/i;
const followed = ['C3', 'Cz', 'C4'];

/** The part of the head that a 10-10 name stands for. */
export function regionOf(label: string): Region {
  const stem = label.toUpperCase().match(/^(FP|AF|FC|FT|F|CP|C|TP|T|PO|P|O|I)(Z|\d+)$/)?.[1];
  if (stem === undefined) return 'other';
  if (stem === 'FT' || stem === 'T' || stem === 'TP') return 'temporal';
  if (stem === 'FC' || stem === 'C' || stem === 'CP') return 'central';
  if (stem === 'FP' || stem === 'AF' || stem === 'F') return 'frontal';
  return stem === 'P' ? 'parietal' : 'occipital';
}

/** Odd numbers lie on the left, even ones on the right. */
export function sideOf(label: string): Side {
  const digits = label.match(/(\d+)$/)?.[1];
  if (digits === undefined) return 'mid';
  return Number(digits) % 2 === 1 ? 'left' : 'right';
}

export function isTenTwenty(label: string): boolean {
  return tenTwenty.has(label.toUpperCase());
}

export function isMotor(label: string): boolean {
  return motor.test(label);
}

/** What to follow when nobody chose: the electrodes over the hands, or else the first three. */
export function suggestedFollow(channels: ChannelInfo[]): string[] {
  const labels = channels.map((channel) => channel.label);
  const hands = labels.filter((label) => followed.some((wanted) => wanted.toLowerCase() === label.toLowerCase()));
  return hands.length > 0 ? hands : labels.slice(0, 3);
}

/** Channel indices in the order of regions, from the forehead to the neck, as clinical montages list them. */
export function displayOrder(channels: ChannelInfo[]): number[] {
  const rank = (i: number): number => regions.indexOf(regionOf(channels[i].label));
  return channels.map((_, i) => i).sort((a, b) => rank(a) - rank(b) || a - b);
}
