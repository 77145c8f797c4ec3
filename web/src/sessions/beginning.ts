import { startRecording } from '../devices/desk.svelte';
import { ask } from '../live/session.svelte';
import { t } from '../words/words.svelte';

/** What a recording is called that nobody named: the day. */
export function usualName(): string {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  return t('record.defaultName', { date: `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}` });
}

/** Begins a recording and then the session, so that it is recorded from its first sample on. */
export async function recordAndStart(name: string, note: string): Promise<boolean> {
  if (!(await startRecording(name, note, true))) return false;
  await ask('start');
  return true;
}
