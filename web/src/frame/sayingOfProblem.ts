import type { Problem } from '../live/session.svelte';
import type { Saying } from '../words/said';

/** What a problem says, for the words of this language. */
export function sayingOfProblem({ code, values, device, what, why, remedy }: Problem): Saying {
  return { code, values, device, english: `${what} ${why} ${remedy}` };
}
