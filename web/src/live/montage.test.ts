import { describe, expect, it } from 'vitest';
import { displayOrder, isMotor, isTenTwenty, regionOf, sideOf, suggestedFollow } from './montage';
import type { ChannelInfo } from './protocol';

const channel = (label: string): ChannelInfo => ({ label, kind: 'eeg', unit: 'µV', position: null });

describe('montage', () => {
  it.each([
    ['Fp1', 'frontal'], ['AFz', 'frontal'], ['FC5', 'central'], ['Cz', 'central'], ['T7', 'temporal'], ['FT8', 'temporal'],
    ['Pz', 'parietal'], ['PO7', 'occipital'], ['Oz', 'occipital'], ['EMG', 'other'],
  ])('%s lies in the %s region', (label, region) => expect(regionOf(label)).toBe(region));

  it.each([['C3', 'left'], ['C4', 'right'], ['Cz', 'mid'], ['T10', 'right'], ['FP1', 'left']])('%s lies %s', (label, side) =>
    expect(sideOf(label)).toBe(side),
  );

  it('knows the 10-20 and the motor sets', () => {
    expect(['Fz', 'O2', 'T3'].every(isTenTwenty)).toBe(true);
    expect(isTenTwenty('FC3')).toBe(false);
    expect(['C3', 'FCz', 'CP6'].every(isMotor)).toBe(true);
    expect(isMotor('Pz')).toBe(false);
  });

  it('follows the hands, or else the first channels', () => {
    expect(suggestedFollow(['Fz', 'C3', 'CZ', 'C4'].map(channel))).toEqual(['C3', 'CZ', 'C4']);
    expect(suggestedFollow(['A', 'B', 'C', 'D'].map(channel))).toEqual(['A', 'B', 'C']);
  });

  it('orders by region', () => expect(displayOrder(['O1', 'Cz', 'Fp1'].map(channel))).toEqual([2, 1, 0]));
});
