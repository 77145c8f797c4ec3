import { settings } from '../settings/settings.svelte';
import * as zh from './protocols.zh';

/** What a person calls a kind of device; `english` is the server's own word. */
export function titleOf(protocol: string, english: string): string {
  return said(zh.titles, protocol, english);
}

/** What an option of its addresses means. */
export function meaningOf(protocol: string, option: string, english: string): string {
  return said(zh.meanings, `${protocol}.${option}`, english);
}

/** The name of a device that was found: mostly its own, which is the same in every language. */
export function foundNameOf(address: string, name: string): string {
  return said(zh.found, `found.${address.split(':', 1)[0]}`, name);
}

function said(words: Record<string, string>, key: string, english: string): string {
  return settings.language === 'zh' ? (words[key] ?? english) : english;
}
