/** The parts of a device's address that a person fills in one by one. */
export interface AddressParts {
  host: string | null;
  port: string | null;
  path: string | null;
  options: Record<string, string>;
}

/** What an example address asks for: a part that it does not have is null. */
export function partsOf(address: string): AddressParts {
  const [place, query = ''] = address.split('?');
  const options: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) options[name] = value;
  const rest = place.slice(place.indexOf(':') + 1);
  if (!place.includes(':') || !rest.startsWith('//')) return { host: null, port: null, path: rest !== '' && place.includes(':') ? rest : null, options };
  const [, authority, path] = rest.match(/^\/\/([^/]*)(\/.*)?$/) ?? ['', '', ''];
  const [, host, port] = authority.match(/^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/) ?? ['', authority, undefined];
  return { host: authority === '' ? null : host, port: port ?? null, path: path ?? null, options };
}

/** The address that the parts make; an empty option is left out. */
export function addressOf(protocol: string, parts: AddressParts): string {
  const host = parts.host ?? '';
  const port = parts.port ? `:${parts.port}` : '';
  const path = parts.path ?? '';
  const place = host + port !== '' || path.startsWith('/') ? `://${host}${port}${path}` : path !== '' ? `:${path}` : '';
  const query = Object.entries(parts.options)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return query === '' ? protocol + place : `${protocol}${place === '' ? ':' : place}?${query}`;
}
