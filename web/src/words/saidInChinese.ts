import { fill } from './fill';
import type { Said, Saying } from './said';
import { saidByKind, saidInFull } from './said.zh';

/** A sentence for a code; for one that is not known the one that says only that something is wrong. */
export function saidInChinese({ code, values, device = '', amount = '', english }: Saying): Said {
  if (code === null) return { text: english, detail: null };
  const [a = '–', b = '–', c = '–', d = '–', e = '–'] = values.map((value) => value || '–');
  const inFull = code in saidInFull;
  const words: string = inFull ? saidInFull[code as keyof typeof saidInFull] : saidByKind[(code in saidByKind ? code : 'studio.other') as keyof typeof saidByKind];
  const text = fill(words, { a, b, c, d, e, device, amount });
  return { text: device === '' ? text.replace(/^：/, '') : text, detail: inFull ? null : english };
}
