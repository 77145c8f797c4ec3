import { afterEach, describe, expect, it, vi } from 'vitest';

const settings = vi.hoisted(() => ({ language: 'zh' }));
vi.mock('../settings/settings.svelte', () => ({ settings }));

import { foundNameOf, meaningOf, titleOf } from './protocols';
import { meanings, titles } from './protocols.zh';

afterEach(() => {
  settings.language = 'zh';
});

describe('what the protocols say, in Chinese', () => {
  it.each(Object.keys(meanings))('is a Chinese text with full-width punctuation: %s', (key) => {
    expect(meanings[key]).toMatch(/[一-龥]/);
    expect(meanings[key]).not.toMatch(/[一-龥][,;:?!()]|[;?!()]/);
  });

  it.each(Object.keys(meanings))('belongs to a protocol that has a title: %s', (key) => expect(titles).toHaveProperty(key.split('.')[0]));

  it('stands in place of the English, and the English stands where there is none or where it is asked for', () => {
    expect(meaningOf('cyton', 'baud', 'bits per second')).toBe(meanings['cyton.baud']);
    expect(meaningOf('later', 'baud', 'bits per second')).toBe('bits per second');
    expect(titleOf('wav', 'WAV')).toBe(titles.wav);
    settings.language = 'en';
    expect(meaningOf('cyton', 'baud', 'bits per second')).toBe('bits per second');
  });

  it('names what was found and has no name of its own', () => {
    expect(foundNameOf('cyton:///dev/ttyUSB0', 'serial port')).toMatch(/串口/);
    expect(foundNameOf('lsl:?name=EEG', 'EEG')).toBe('EEG');
  });
});
