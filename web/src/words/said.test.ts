import { describe, expect, it } from 'vitest';
import { saidInChinese } from './saidInChinese';
import { saidByKind, saidInFull } from './said.zh';

const saying = { values: ['1', '2', '3', '4', '5'], device: 'rda://127.0.0.1:1', amount: '7', english: 'What. Why. Do.' };

describe('what the server says, in Chinese', () => {
  it.each([...Object.keys(saidInFull), ...Object.keys(saidByKind)])('is a whole sentence with every value in its place: %s', (code) => {
    const { text } = saidInChinese({ code, ...saying });
    expect(text).not.toMatch(/[{}]/);
    expect(text).toMatch(/。$/);
    expect(text).not.toMatch(/[一-龥][,;?!()]/);
  });

  it.each(Object.keys(saidByKind))('keeps the English original as a detail where it says the kind only: %s', (code) =>
    expect(saidInChinese({ code, ...saying }).detail).toBe('What. Why. Do.'),
  );

  it('never is English alone, even for a code that it does not know', () => {
    const { text, detail } = saidInChinese({ code: 'device.laterVersion', ...saying });
    expect(text).toMatch(/[一-龥]/);
    expect(detail).toBe('What. Why. Do.');
  });

  it('leaves what a person wrote as it is', () => expect(saidInChinese({ code: null, ...saying, english: 'eyes closed' }).text).toBe('eyes closed'));

  it('begins with the sentence where no device is named', () =>
    expect(saidInChinese({ code: 'device.broken', values: [], english: 'x' }).text).toMatch(/^连接/));
});
