import { describe, expect, it, vi } from 'vitest';

const settings = vi.hoisted(() => ({ language: 'zh' }));
vi.mock('../settings/settings.svelte', () => ({ settings }));

import { said } from '../words/said';
import { kindOf, sayingOf } from './sessions.svelte';

const event = { at: 3, stream: 'tcp://127.0.0.1:7000', values: [], amount: 0 };

describe('what happened to a receiver of decisions', () => {
  it('names the receiver and why it is in its safe state', () => {
    const late = sayingOf({ ...event, kind: 'effectorSafe', code: 'safe.late', text: 'tcp://127.0.0.1:7000: a decision came later than its budget' });
    expect(kindOf({ ...event, kind: 'effectorSafe', code: null, text: '' })).toBe('安全状态');
    expect(said(late)).toEqual({ text: 'tcp://127.0.0.1:7000：判决超出了时限。', detail: null });
    settings.language = 'en';
    expect(said(late).text).toBe('tcp://127.0.0.1:7000: a decision came later than its budget');
    settings.language = 'zh';
  });

  it('keeps what exactly broke a connection as a detail', () => {
    const { text, detail } = said(sayingOf({ ...event, kind: 'effectorLost', code: 'effector.lost', text: 'the receiver takes nothing' }));
    expect(text).toMatch(/^tcp:\/\/127\.0\.0\.1:7000：没有接收端应答/);
    expect(detail).toBe('the receiver takes nothing');
  });
});
