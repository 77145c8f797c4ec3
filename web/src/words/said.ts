import { settings } from '../settings/settings.svelte';
import { saidInChinese } from './saidInChinese';

/** Something that the server or a device says: in English, and by a code with its values for other languages. */
export interface Saying {
  /** What it is about, such as `device.silent`; null where a person or a device wrote the text. */
  code: string | null;
  values: string[];
  /** The device that it concerns. */
  device?: string;
  amount?: string;
  /** The server's own words. */
  english: string;
}

/** A sentence in the language of the moment, and the English original where the sentence says the kind only. */
export interface Said {
  text: string;
  detail: string | null;
}

export function said(saying: Saying): Said {
  return settings.language === 'zh' ? saidInChinese(saying) : { text: saying.english, detail: null };
}
