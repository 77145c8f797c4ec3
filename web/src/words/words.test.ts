import { describe, expect, it } from 'vitest';
import { en, type WordKey } from './en';
import { zh } from './zh';

const placeholders = (words: string): string[] => [...words.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

describe('the two catalogues', () => {
  it('have the same keys', () => expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort()));

  it.each(Object.keys(en) as WordKey[])('name the same parameters: %s', (key) =>
    expect(placeholders(zh[key])).toEqual(placeholders(en[key])),
  );

  it('use full-width punctuation in Chinese sentences', () => {
    for (const [key, words] of Object.entries(zh)) if (/[一-龥]/.test(words)) expect(words, key).not.toMatch(/[,:;?!()]/);
  });
});
