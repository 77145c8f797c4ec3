import { settings } from '../settings/settings.svelte';
import { en, type WordKey } from './en';
import { fill } from './fill';
import { zh } from './zh';

export type Language = 'en' | 'zh';

const catalogues = { en, zh };

/** The words for a key in the language of the moment; `{name}` is replaced by the parameter of that name. */
export function t(key: WordKey, parameters?: Record<string, string | number>): string {
  const words: string = catalogues[settings.language][key];
  return parameters ? fill(words, parameters) : words;
}

/** The words for a name that comes from the session, such as a class or a stage; an unknown name stands for itself. */
export function named(family: 'class' | 'stage' | 'marker' | 'filter' | 'source' | 'end', name: string): string {
  const key = `${family}.${name}`;
  return key in en ? t(key as WordKey) : name;
}

/** A number as people of this language write it. */
export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'negative' }).format(value).replace('-', '−');
}

/** A share as a percentage. */
export function percent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** Names joined as a list of this language. */
export function list(names: string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction', style: 'narrow' }).format(names);
}

function locale(): string {
  return settings.language === 'zh' ? 'zh-CN' : 'en-GB';
}
