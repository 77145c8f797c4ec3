/** Words with `{name}` replaced by the parameter of that name. */
export function fill(words: string, parameters: Record<string, string | number>): string {
  return words.replace(/\{(\w+)\}/g, (all, name: string) => String(parameters[name] ?? all));
}
